# Completion of session-lint for fish. Written by scripts/generate.py.

function __session_lint_rules
    string split ' ' 'SL001 unreadable-file SL002 frontmatter-missing SL003 frontmatter-unclosed SL004 frontmatter-syntax SL005 duplicate-key SL006 unused-suppression SL007 unknown-suppression SL008 merge-conflict SL101 filename-timestamp SL102 filename-description SL103 filename-linear-id SL104 filename-created-mismatch SL201 frontmatter-schema SL202 timestamp-order SL203 timestamp-style SL204 linear-mismatch SL205 unknown-key SL206 agent-summary-missing SL301 section-missing SL302 section-duplicate SL303 section-empty SL304 section-placeholder SL305 section-order SL306 title-heading SL307 task-marker SL308 log-entry-format SL309 log-order SL310 wave-state SL401 stale-in-progress SL402 stale-paused SL403 completed-session SL404 completed-open-work SL405 archived-session SL406 never-updated SL407 decision-without-adr SL408 status-contradiction SL501 last-updated-not-bumped SL502 created-changed SL503 last-updated-backwards SL504 status-reopened SL601 orphaned-reference SL602 stale-reference SL603 competing-sessions SL604 duplicate-stamp SL701 hidden-text SL702 leaked-secret'
end

function __session_lint_sessions
    set -l folder $PWD
    while test -n "$folder" -a ! -d "$folder/.agents/sessions"
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    for file in $folder/.agents/sessions/*.md
        string match -r -- '^(?!README$)[A-Za-z0-9._-]+$' (basename -- $file .md)
    end
end

function __session_lint_taking
    switch $argv[1]
        case check
            string split ' ' -- '--select --ignore --extend-select --config --exclude --stdin-filename --since --now -j --jobs --write-baseline --baseline --output-format --output-file --report --fail-on --color'
        case init
            string split ' ' -- '--agent --preset'
        case list
            string split ' ' -- '--status --now'
        case show
            string split ' ' -- '--now'
        case new
            string split ' ' -- '--now --title --linear --context --next'
        case log
            string split ' ' -- '--now'
        case status
            string split ' ' -- '--now'
        case complete
            string split ' ' -- '--now'
        case lsp
            string split ' ' -- '--config --now'
        case replay
            string split ' ' -- '--since --select --ignore --extend-select --fail-on --config --output-format'
        case rule
            string split ' ' -- '--output-format'
        case hook
            string split ' ' -- '--agent'
        case hook-install
            string split ' ' -- '--agent --scope'
    end
end

# Prints the command, then how many words stand behind it.
function __session_lint_where
    set -l words (commandline -opc)[2..-1]
    set -l command check
    if contains -- "$words[1]" check init hook list show new log status complete lsp replay rule schema completion
        set command $words[1]
        set -e words[1]
        if test "$command" = hook -a "$words[1]" = install
            set command hook-install
            set -e words[1]
        end
    end
    set -l taking (__session_lint_taking $command)
    set -l place 0
    set -l skip no
    for word in $words
        if test $skip = yes
            set skip no
        else if contains -- $word $taking
            set skip yes
        else if not string match -q -- '-*' $word
            set place (math $place + 1)
        end
    end
    echo $command
    echo $place
end

function __session_lint_first
    test (count (commandline -opc)) -eq 1
end

function __session_lint_in
    test (__session_lint_where)[1] = $argv[1]
end

function __session_lint_at
    set -l where (__session_lint_where)
    test $where[1] = $argv[1]; and test $argv[2] = any -o $where[2] = $argv[2]
end

complete -c session-lint -f

complete -c session-lint -n __session_lint_first -a check -d 'judge session files (this is what runs without a command)'
complete -c session-lint -n __session_lint_first -a init -d 'make a repository ready for sessions'
complete -c session-lint -n __session_lint_first -a hook -d 'answer a coding agent that runs this as a hook'
complete -c session-lint -n __session_lint_first -a list -d 'list the sessions that are open'
complete -c session-lint -n __session_lint_first -a show -d 'show what somebody must know who goes on with a session'
complete -c session-lint -n __session_lint_first -a new -d 'begin a session'
complete -c session-lint -n __session_lint_first -a log -d 'add an entry to the log of a session'
complete -c session-lint -n __session_lint_first -a status -d 'set the status of a session'
complete -c session-lint -n __session_lint_first -a complete -d 'look whether a session can be put away, and do it'
complete -c session-lint -n __session_lint_first -a lsp -d 'answer an editor that starts this as its language server'
complete -c session-lint -n __session_lint_first -a replay -d 'say how many commits of the past each rule would have stopped'
complete -c session-lint -n __session_lint_first -a rule -d 'list the rules, or explain one'
complete -c session-lint -n __session_lint_first -a schema -d 'print a JSON Schema: of the front matter, the config, the report or a baseline'
complete -c session-lint -n __session_lint_first -a completion -d 'print the script by which bash, zsh or fish completes a call'
complete -c session-lint -n '__session_lint_in check' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in check' -l select -x -a '(__fish_complete_list , __session_lint_rules)' -d 'judge by these rules only (codes, names, prefixes such as SL1, ALL)'
complete -c session-lint -n '__session_lint_in check' -l ignore -x -a '(__fish_complete_list , __session_lint_rules)' -d 'leave these rules out'
complete -c session-lint -n '__session_lint_in check' -l extend-select -x -a '(__fish_complete_list , __session_lint_rules)' -d 'judge by these rules as well'
complete -c session-lint -n '__session_lint_in check' -l no-ignores -d 'judge as if no ignore comment stood in a file'
complete -c session-lint -n '__session_lint_in check' -l config -r -F -d 'use this config instead of the nearest one'
complete -c session-lint -n '__session_lint_in check' -l isolated -d 'use no config'
complete -c session-lint -n '__session_lint_in check' -l exclude -x -d 'leave out what matches, too'
complete -c session-lint -n '__session_lint_in check' -l force-exclude -d 'leave out what is excluded even if it is named'
complete -c session-lint -n '__session_lint_in check' -l stdin-filename -r -F -d 'the name of what comes on standard input'
complete -c session-lint -n '__session_lint_in check' -l since -x -d 'judge only what has changed since REF and HEAD parted, and compare with that'
complete -c session-lint -n '__session_lint_in check' -l staged -d 'judge only what is staged with a change, as git\'s index has it'
complete -c session-lint -n '__session_lint_in check' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in check' -s j -l jobs -x -d 'judge with so many processes; auto (or 0): one for each core if there are many files; also SESSION_LINT_JOBS'
complete -c session-lint -n '__session_lint_in check' -l write-baseline -r -F -d 'write all that is found now into a baseline, and stop with 0'
complete -c session-lint -n '__session_lint_in check' -l baseline -r -F -d 'leave out what this baseline knows'
complete -c session-lint -n '__session_lint_in check' -l no-baseline -d 'leave nothing out: not use the config\'s baseline'
complete -c session-lint -n '__session_lint_in check' -l prune-baseline -d 'remove what is found no more from the baseline'
complete -c session-lint -n '__session_lint_in check' -l fix -d 'make the fixes that are safe, and report what remains'
complete -c session-lint -n '__session_lint_in check' -l unsafe-fixes -d 'count, show or make those too that may lose or move something'
complete -c session-lint -n '__session_lint_in check' -l fix-only -d 'make the fixes, and report nothing else'
complete -c session-lint -n '__session_lint_in check' -l diff -l dry-run -d 'print what --fix would change, as a diff, and change nothing'
complete -c session-lint -n '__session_lint_in check' -l add-ignores -d 'write comments that silence what is found now; a reason only as --add-ignores=REASON'
complete -c session-lint -n '__session_lint_in check' -l show-fixes -d 'list each fix that is made'
complete -c session-lint -n '__session_lint_in check' -l exit-non-zero-on-fix -d 'exit with 1 when something was fixed'
complete -c session-lint -n '__session_lint_in check' -l output-format -x -a 'full concise grouped json json-lines github markdown gitlab junit rdjson rdjsonl sarif' -d 'one of full, concise, grouped, json, json-lines, github, markdown, gitlab, junit, rdjson, rdjsonl, sarif; also SESSION_LINT_OUTPUT_FORMAT'
complete -c session-lint -n '__session_lint_in check' -l output-file -r -F -d 'write the report there instead of to standard output'
complete -c session-lint -n '__session_lint_in check' -l report -x -a 'full= concise= grouped= json= json-lines= github= markdown= gitlab= junit= rdjson= rdjsonl= sarif=' -d 'write a report in this format there as well; may be given several times'
complete -c session-lint -n '__session_lint_in check' -l fail-on -x -a 'error warning info' -d 'exit with 1 from this severity on (error)'
complete -c session-lint -n '__session_lint_in check' -l exit-zero -d 'exit with 0 whatever is found'
complete -c session-lint -n '__session_lint_in check' -l statistics -d 'count the diagnostics of each rule instead of showing them'
complete -c session-lint -n '__session_lint_in check' -l show-files -d 'print the files that would be judged, and stop'
complete -c session-lint -n '__session_lint_in check' -l show-settings -d 'print the settings that hold here or for one file, and stop'
complete -c session-lint -n '__session_lint_in check' -l color -x -a 'auto always never' -d 'colours; also NO_COLOR, FORCE_COLOR'
complete -c session-lint -n '__session_lint_in check' -s q -l quiet -d 'diagnostics only, no summary'
complete -c session-lint -n '__session_lint_in check' -s v -l verbose -d 'say on standard error what was looked at'
complete -c session-lint -n '__session_lint_in check' -s V -l version -d 'show program\'s version number and exit'
complete -c session-lint -n '__session_lint_at check any' -F
complete -c session-lint -n '__session_lint_in init' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in init' -l yes -d 'ask nothing, and do what is proposed'
complete -c session-lint -n '__session_lint_in init' -l agent -x -a 'claude codex gemini cursor copilot' -d 'install the hooks of this agent, once or more often; without it, of those that have a folder here'
complete -c session-lint -n '__session_lint_in init' -l preset -x -a 'default archive journal' -d 'the kind of sessions, for a config that is not there yet'
complete -c session-lint -n '__session_lint_in init' -l dry-run -d 'print what is proposed as a diff, and change nothing'
complete -c session-lint -n '__session_lint_in list' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in list' -l all -d 'list those that are completed, too'
complete -c session-lint -n '__session_lint_in list' -l status -x -a 'in_progress paused completed active' -d 'list those with this status, or in this state'
complete -c session-lint -n '__session_lint_in list' -l stale -d 'list those that were not updated for too long'
complete -c session-lint -n '__session_lint_in list' -l json -d 'print JSON, for programs'
complete -c session-lint -n '__session_lint_in list' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_at list any' -F
complete -c session-lint -n '__session_lint_in show' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in show' -l json -d 'print JSON, for programs'
complete -c session-lint -n '__session_lint_in show' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_at show 0' -x -a '(__session_lint_sessions)'
complete -c session-lint -n '__session_lint_in new' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in new' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in new' -l title -x -d 'the title, if it is to be another than the description'
complete -c session-lint -n '__session_lint_in new' -l linear -x -d 'the Linear issue, as `BACK-123` or by its address'
complete -c session-lint -n '__session_lint_in new' -l context -x -d 'why this work is done, in a sentence'
complete -c session-lint -n '__session_lint_in new' -l next -x -d 'what to do first; several times'
complete -c session-lint -n '__session_lint_in new' -l edit -d 'open the file in the editor of VISUAL or EDITOR'
complete -c session-lint -n '__session_lint_in new' -l print -l dry-run -d 'print the text to standard output, and write no file'
complete -c session-lint -n '__session_lint_at new any' -f
complete -c session-lint -n '__session_lint_in log' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in log' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in log' -l diff -l dry-run -d 'print what would change, as a diff, and change nothing'
complete -c session-lint -n '__session_lint_at log 0' -x -a '(__session_lint_sessions)'
complete -c session-lint -n '__session_lint_at log 1' -f
complete -c session-lint -n '__session_lint_at log 2' -f
complete -c session-lint -n '__session_lint_in status' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in status' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in status' -l diff -l dry-run -d 'print what would change, as a diff, and change nothing'
complete -c session-lint -n '__session_lint_at status 0' -x -a '(__session_lint_sessions)'
complete -c session-lint -n '__session_lint_at status 1' -f -a 'in_progress paused completed active'
complete -c session-lint -n '__session_lint_in complete' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in complete' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in complete' -l delete -d 'remove the file if the checklist is clean; or do what the profile says instead: archive it, or keep it'
complete -c session-lint -n '__session_lint_in complete' -l force -d 'with --delete: do it although the checklist is not clean'
complete -c session-lint -n '__session_lint_in complete' -l json -d 'print the checklist as JSON'
complete -c session-lint -n '__session_lint_in complete' -l diff -l dry-run -d 'print what would change, as a diff, and change nothing'
complete -c session-lint -n '__session_lint_at complete 0' -x -a '(__session_lint_sessions)'
complete -c session-lint -n '__session_lint_in lsp' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in lsp' -l stdio -d 'the only way there is; editors like to say it'
complete -c session-lint -n '__session_lint_in lsp' -l config -r -F -d 'use this config, whatever is nearest'
complete -c session-lint -n '__session_lint_in lsp' -l isolated -d 'use no config at all'
complete -c session-lint -n '__session_lint_in lsp' -l now -x -d 'the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
complete -c session-lint -n '__session_lint_in replay' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in replay' -l since -x -d 'only the commits since HEAD parted from this one'
complete -c session-lint -n '__session_lint_in replay' -l all -d 'the commits of all branches'
complete -c session-lint -n '__session_lint_in replay' -l select -x -a '(__fish_complete_list , __session_lint_rules)' -d 'only these rules'
complete -c session-lint -n '__session_lint_in replay' -l ignore -x -a '(__fish_complete_list , __session_lint_rules)' -d 'leave these rules out'
complete -c session-lint -n '__session_lint_in replay' -l extend-select -x -a '(__fish_complete_list , __session_lint_rules)' -d 'these rules as well'
complete -c session-lint -n '__session_lint_in replay' -l fail-on -x -a 'error warning info' -d 'what stops a commit (error)'
complete -c session-lint -n '__session_lint_in replay' -l config -r -F -d 'use this config instead of the nearest one'
complete -c session-lint -n '__session_lint_in replay' -l isolated -d 'use no config'
complete -c session-lint -n '__session_lint_in replay' -l output-format -x -a 'text json' -d 'text or json'
complete -c session-lint -n '__session_lint_in rule' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in rule' -l output-format -x -a 'text json' -d 'text or json'
complete -c session-lint -n '__session_lint_at rule 0' -f -a '(__session_lint_rules)'
complete -c session-lint -n '__session_lint_in schema' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_at schema 0' -f -a 'session config report overview baseline'
complete -c session-lint -n '__session_lint_in completion' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_at completion 0' -f -a 'bash zsh fish'
complete -c session-lint -n '__session_lint_in hook' -l agent -x -a 'auto claude codex gemini cursor copilot' -d 'in which dialect to answer'
complete -c session-lint -n '__session_lint_in hook' -s h -l help -d 'show the help'
complete -c session-lint -n '__session_lint_at hook 0' -f -a 'install start prompt after-edit stop pre-compact end'
complete -c session-lint -n '__session_lint_in hook-install' -s h -l help -d 'show this help message and exit'
complete -c session-lint -n '__session_lint_in hook-install' -l agent -x -a 'claude codex gemini cursor copilot' -d 'the agent; may be given several times'
complete -c session-lint -n '__session_lint_in hook-install' -l scope -x -a 'project user' -d 'whose config: that of the repository (the default), or that of the person who runs this'
complete -c session-lint -n '__session_lint_in hook-install' -l dry-run -d 'print what would change as a diff, and change nothing'
complete -c session-lint -n '__session_lint_in hook-install' -l uninstall -d 'take out what was installed, and nothing else'

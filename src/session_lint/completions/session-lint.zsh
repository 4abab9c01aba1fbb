#compdef session-lint
# Completion of session-lint for zsh. Written by scripts/generate.py.

_session_lint__sessions() {
  local folder=$PWD
  local -a names
  while [[ -n $folder && ! -d $folder/.agents/sessions ]]; do folder=${folder%/*}; done
  names=($folder/.agents/sessions/*.md(N:t:r))
  names=(${names:#README})
  names=(${names:#*[^A-Za-z0-9._-]*})
  compadd -a names || _files
}

_session_lint__rule() {
  compadd SL001 unreadable-file SL002 frontmatter-missing SL003 frontmatter-unclosed SL004 frontmatter-syntax SL005 duplicate-key SL006 unused-suppression SL007 unknown-suppression SL008 merge-conflict SL101 filename-timestamp SL102 filename-description SL103 filename-linear-id SL104 filename-created-mismatch SL201 frontmatter-schema SL202 timestamp-order SL203 timestamp-style SL204 linear-mismatch SL205 unknown-key SL206 agent-summary-missing SL301 section-missing SL302 section-duplicate SL303 section-empty SL304 section-placeholder SL305 section-order SL306 title-heading SL307 task-marker SL308 log-entry-format SL309 log-order SL310 wave-state SL401 stale-in-progress SL402 stale-paused SL403 completed-session SL404 completed-open-work SL405 archived-session SL406 never-updated SL407 decision-without-adr SL408 status-contradiction SL501 last-updated-not-bumped SL502 created-changed SL503 last-updated-backwards SL504 status-reopened SL601 orphaned-reference SL602 stale-reference SL603 competing-sessions SL604 duplicate-stamp SL701 hidden-text SL702 leaked-secret
}

_session_lint__rules() {
  compset -P '*,'
  compadd -S '' SL001 unreadable-file SL002 frontmatter-missing SL003 frontmatter-unclosed SL004 frontmatter-syntax SL005 duplicate-key SL006 unused-suppression SL007 unknown-suppression SL008 merge-conflict SL101 filename-timestamp SL102 filename-description SL103 filename-linear-id SL104 filename-created-mismatch SL201 frontmatter-schema SL202 timestamp-order SL203 timestamp-style SL204 linear-mismatch SL205 unknown-key SL206 agent-summary-missing SL301 section-missing SL302 section-duplicate SL303 section-empty SL304 section-placeholder SL305 section-order SL306 title-heading SL307 task-marker SL308 log-entry-format SL309 log-order SL310 wave-state SL401 stale-in-progress SL402 stale-paused SL403 completed-session SL404 completed-open-work SL405 archived-session SL406 never-updated SL407 decision-without-adr SL408 status-contradiction SL501 last-updated-not-bumped SL502 created-changed SL503 last-updated-backwards SL504 status-reopened SL601 orphaned-reference SL602 stale-reference SL603 competing-sessions SL604 duplicate-stamp SL701 hidden-text SL702 leaked-secret
}

_session_lint_check() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '*--select=[judge by these rules only (codes, names, prefixes such as SL1, ALL)]:rules:_session_lint__rules' \
    '*--ignore=[leave these rules out]:rules:_session_lint__rules' \
    '*--extend-select=[judge by these rules as well]:rules:_session_lint__rules' \
    '--no-ignores[judge as if no ignore comment stood in a file]' \
    '--config=[use this config instead of the nearest one]:file:_files' \
    '--isolated[use no config]' \
    '*--exclude=[leave out what matches, too]:value: ' \
    '--force-exclude[leave out what is excluded even if it is named]' \
    '--stdin-filename=[the name of what comes on standard input]:file:_files' \
    '--since=[judge only what has changed since REF and HEAD parted, and compare with that]:value: ' \
    '--staged[judge only what is staged with a change, as git'\''s index has it]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '(-j --jobs)-j[judge with so many processes; auto (or 0)\: one for each core if there are many files; also SESSION_LINT_JOBS]:value: ' \
    '(-j --jobs)--jobs=[judge with so many processes; auto (or 0)\: one for each core if there are many files; also SESSION_LINT_JOBS]:value: ' \
    '--write-baseline=[write all that is found now into a baseline, and stop with 0]:file:_files' \
    '--baseline=[leave out what this baseline knows]:file:_files' \
    '--no-baseline[leave nothing out\: not use the config'\''s baseline]' \
    '--prune-baseline[remove what is found no more from the baseline]' \
    '--fix[make the fixes that are safe, and report what remains]' \
    '--unsafe-fixes[count, show or make those too that may lose or move something]' \
    '--fix-only[make the fixes, and report nothing else]' \
    '(--diff --dry-run)--diff[print what --fix would change, as a diff, and change nothing]' \
    '(--diff --dry-run)--dry-run[print what --fix would change, as a diff, and change nothing]' \
    '--add-ignores[write comments that silence what is found now; a reason only as --add-ignores=REASON]' \
    '--show-fixes[list each fix that is made]' \
    '--exit-non-zero-on-fix[exit with 1 when something was fixed]' \
    '--output-format=[one of full, concise, grouped, json, json-lines, github, markdown, gitlab, junit, rdjson, rdjsonl, sarif; also SESSION_LINT_OUTPUT_FORMAT]:value:(full concise grouped json json-lines github markdown gitlab junit rdjson rdjsonl sarif)' \
    '--output-file=[write the report there instead of to standard output]:file:_files' \
    '*--report=[write a report in this format there as well; may be given several times]:value:(full= concise= grouped= json= json-lines= github= markdown= gitlab= junit= rdjson= rdjsonl= sarif=)' \
    '--fail-on=[exit with 1 from this severity on (error)]:value:(error warning info)' \
    '--exit-zero[exit with 0 whatever is found]' \
    '--statistics[count the diagnostics of each rule instead of showing them]' \
    '--show-files[print the files that would be judged, and stop]' \
    '--show-settings[print the settings that hold here or for one file, and stop]' \
    '--color=[colours; also NO_COLOR, FORCE_COLOR]:value:(auto always never)' \
    '(-q --quiet)-q[diagnostics only, no summary]' \
    '(-q --quiet)--quiet[diagnostics only, no summary]' \
    '(-v --verbose)-v[say on standard error what was looked at]' \
    '(-v --verbose)--verbose[say on standard error what was looked at]' \
    '(-V --version)-V[show program'\''s version number and exit]' \
    '(-V --version)--version[show program'\''s version number and exit]' \
    '*:file:_files'
}

_session_lint_init() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--yes[ask nothing, and do what is proposed]' \
    '*--agent=[install the hooks of this agent, once or more often; without it, of those that have a folder here]:value:(claude codex gemini cursor copilot)' \
    '--preset=[the kind of sessions, for a config that is not there yet]:value:(default archive journal)' \
    '--dry-run[print what is proposed as a diff, and change nothing]'
}

_session_lint_list() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--all[list those that are completed, too]' \
    '*--status=[list those with this status, or in this state]:value:(in_progress paused completed active)' \
    '--stale[list those that were not updated for too long]' \
    '--json[print JSON, for programs]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '*:file:_files'
}

_session_lint_show() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--json[print JSON, for programs]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '1:session:_session_lint__sessions'
}

_session_lint_new() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '--title=[the title, if it is to be another than the description]:value: ' \
    '--linear=[the Linear issue, as `BACK-123` or by its address]:value: ' \
    '--context=[why this work is done, in a sentence]:value: ' \
    '*--next=[what to do first; several times]:value: ' \
    '--edit[open the file in the editor of VISUAL or EDITOR]' \
    '(--print --dry-run)--print[print the text to standard output, and write no file]' \
    '(--print --dry-run)--dry-run[print the text to standard output, and write no file]' \
    '*:value: '
}

_session_lint_log() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '(--diff --dry-run)--diff[print what would change, as a diff, and change nothing]' \
    '(--diff --dry-run)--dry-run[print what would change, as a diff, and change nothing]' \
    '1:session:_session_lint__sessions' \
    '2:value: ' \
    '3:value: '
}

_session_lint_status() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '(--diff --dry-run)--diff[print what would change, as a diff, and change nothing]' \
    '(--diff --dry-run)--dry-run[print what would change, as a diff, and change nothing]' \
    '1:session:_session_lint__sessions' \
    '2:value:(in_progress paused completed active)'
}

_session_lint_complete() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: ' \
    '--delete[remove the file if the checklist is clean; or do what the profile says instead\: archive it, or keep it]' \
    '--force[with --delete\: do it although the checklist is not clean]' \
    '--json[print the checklist as JSON]' \
    '(--diff --dry-run)--diff[print what would change, as a diff, and change nothing]' \
    '(--diff --dry-run)--dry-run[print what would change, as a diff, and change nothing]' \
    '1:session:_session_lint__sessions'
}

_session_lint_lsp() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--stdio[the only way there is; editors like to say it]' \
    '--config=[use this config, whatever is nearest]:file:_files' \
    '--isolated[use no config at all]' \
    '--now=[the time to judge by, as "2025-12-04T14\:30\:00Z"; also SESSION_LINT_NOW]:value: '
}

_session_lint_replay() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--since=[only the commits since HEAD parted from this one]:value: ' \
    '--all[the commits of all branches]' \
    '*--select=[only these rules]:rules:_session_lint__rules' \
    '*--ignore=[leave these rules out]:rules:_session_lint__rules' \
    '*--extend-select=[these rules as well]:rules:_session_lint__rules' \
    '--fail-on=[what stops a commit (error)]:value:(error warning info)' \
    '--config=[use this config instead of the nearest one]:file:_files' \
    '--isolated[use no config]' \
    '--output-format=[text or json]:value:(text json)'
}

_session_lint_rule() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '--output-format=[text or json]:value:(text json)' \
    '1:rule:_session_lint__rule'
}

_session_lint_schema() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '1:value:(session config report overview baseline)'
}

_session_lint_completion() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '1:value:(bash zsh fish)'
}

_session_lint_hook() {
  _arguments -s -S \
    '--agent=[in which dialect to answer]:value:(auto claude codex gemini cursor copilot)' \
    '(-h --help)-h[show the help]' \
    '(-h --help)--help[show the help]' \
    '1:event:(install start prompt after-edit stop pre-compact end)'
}

_session_lint_hook_install() {
  _arguments -s -S \
    '(-h --help)-h[show this help message and exit]' \
    '(-h --help)--help[show this help message and exit]' \
    '*--agent=[the agent; may be given several times]:value:(claude codex gemini cursor copilot)' \
    '--scope=[whose config\: that of the repository (the default), or that of the person who runs this]:value:(project user)' \
    '--dry-run[print what would change as a diff, and change nothing]' \
    '--uninstall[take out what was installed, and nothing else]'
}

_session-lint() {
  local -a commands
  commands=(
    'check:judge session files (this is what runs without a command)'
    'init:make a repository ready for sessions'
    'hook:answer a coding agent that runs this as a hook'
    'list:list the sessions that are open'
    'show:show what somebody must know who goes on with a session'
    'new:begin a session'
    'log:add an entry to the log of a session'
    'status:set the status of a session'
    'complete:look whether a session can be put away, and do it'
    'lsp:answer an editor that starts this as its language server'
    'replay:say how many commits of the past each rule would have stopped'
    'rule:list the rules, or explain one'
    'schema:print a JSON Schema: of the front matter, the config, the report or a baseline'
    'completion:print the script by which bash, zsh or fish completes a call'
  )
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  local word=check
  if [[ -n ${(M)commands:#$words[2]:*} ]]; then
    word=$words[2]
    shift words
    (( CURRENT-- ))
    if [[ $word == hook && $words[2] == install && CURRENT -gt 2 ]]; then
      word=hook_install
      shift words
      (( CURRENT-- ))
    fi
  fi
  _session_lint_$word
}

if [[ $funcstack[1] == _session-lint ]]; then
  _session-lint "$@"
else
  compdef _session-lint session-lint
fi

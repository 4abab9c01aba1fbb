# Completion of session-lint for bash. Written by scripts/generate.py.

_session_lint_rules='SL001 unreadable-file SL002 frontmatter-missing SL003 frontmatter-unclosed SL004 frontmatter-syntax SL005 duplicate-key SL006 unused-suppression SL007 unknown-suppression SL008 merge-conflict SL101 filename-timestamp SL102 filename-description SL103 filename-linear-id SL104 filename-created-mismatch SL201 frontmatter-schema SL202 timestamp-order SL203 timestamp-style SL204 linear-mismatch SL205 unknown-key SL206 agent-summary-missing SL301 section-missing SL302 section-duplicate SL303 section-empty SL304 section-placeholder SL305 section-order SL306 title-heading SL307 task-marker SL308 log-entry-format SL309 log-order SL310 wave-state SL401 stale-in-progress SL402 stale-paused SL403 completed-session SL404 completed-open-work SL405 archived-session SL406 never-updated SL407 decision-without-adr SL408 status-contradiction SL501 last-updated-not-bumped SL502 created-changed SL503 last-updated-backwards SL504 status-reopened SL601 orphaned-reference SL602 stale-reference SL603 competing-sessions SL604 duplicate-stamp SL701 hidden-text SL702 leaked-secret'

_session_lint_sessions() {
    local folder=$PWD name
    while [[ -n $folder && ! -d $folder/.agents/sessions ]]; do folder=${folder%/*}; done
    for name in "$folder"/.agents/sessions/*.md; do
        name=${name##*/}
        name=${name%.md}
        case $name in README | *[!A-Za-z0-9._-]*) ;; *) printf '%s\n' "$name" ;; esac
    done
}

_session_lint() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=check options taking words='' list='' from=1 at place=0 lead=''
    case $word in # bash takes `--option=value` apart
    =) word='' ;;
    *) [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD - 2]} ;;
    esac
    for at in check init hook list show new log status complete lsp replay rule schema completion; do
        [[ $COMP_CWORD -gt 1 && ${COMP_WORDS[1]} == "$at" ]] && command=$at from=2
    done
    [[ $command == hook && $COMP_CWORD -gt 2 && ${COMP_WORDS[2]} == install ]] && command='hook install' from=3
    case $command in
    'check') options='-h --help --select --ignore --extend-select --no-ignores --config --isolated --exclude --force-exclude --stdin-filename --since --staged --now -j --jobs --write-baseline --baseline --no-baseline --prune-baseline --fix --unsafe-fixes --fix-only --diff --dry-run --add-ignores --show-fixes --exit-non-zero-on-fix --output-format --output-file --report --fail-on --exit-zero --statistics --show-files --show-settings --color -q --quiet -v --verbose -V --version' taking=' --select --ignore --extend-select --config --exclude --stdin-filename --since --now -j --jobs --write-baseline --baseline --output-format --output-file --report --fail-on --color ' ;;
    'init') options='-h --help --yes --agent --preset --dry-run' taking=' --agent --preset ' ;;
    'list') options='-h --help --all --status --stale --json --now' taking=' --status --now ' ;;
    'show') options='-h --help --json --now' taking=' --now ' ;;
    'new') options='-h --help --now --title --linear --context --next --edit --print --dry-run' taking=' --now --title --linear --context --next ' ;;
    'log') options='-h --help --now --diff --dry-run' taking=' --now ' ;;
    'status') options='-h --help --now --diff --dry-run' taking=' --now ' ;;
    'complete') options='-h --help --now --delete --force --json --diff --dry-run' taking=' --now ' ;;
    'lsp') options='-h --help --stdio --config --isolated --now' taking=' --config --now ' ;;
    'replay') options='-h --help --since --all --select --ignore --extend-select --fail-on --config --isolated --output-format' taking=' --since --select --ignore --extend-select --fail-on --config --output-format ' ;;
    'rule') options='-h --help --output-format' taking=' --output-format ' ;;
    'schema') options='-h --help' taking='  ' ;;
    'completion') options='-h --help' taking='  ' ;;
    'hook') options='--agent -h --help' taking=' --agent ' ;;
    'hook install') options='-h --help --agent --scope --dry-run --uninstall' taking=' --agent --scope ' ;;
    esac
    if [[ $taking == *" $before "* ]]; then
        case "$command $before" in
    'check --select') words=$_session_lint_rules list=1 ;;
    'check --ignore') words=$_session_lint_rules list=1 ;;
    'check --extend-select') words=$_session_lint_rules list=1 ;;
    'check --config') : ;;
    'check --exclude') : ;;
    'check --stdin-filename') : ;;
    'check --since') : ;;
    'check --now') : ;;
    'check -j'|'check --jobs') : ;;
    'check --write-baseline') : ;;
    'check --baseline') : ;;
    'check --output-format') words='full concise grouped json json-lines github markdown gitlab junit rdjson rdjsonl sarif' ;;
    'check --output-file') : ;;
    'check --report') words='full= concise= grouped= json= json-lines= github= markdown= gitlab= junit= rdjson= rdjsonl= sarif=' ;;
    'check --fail-on') words='error warning info' ;;
    'check --color') words='auto always never' ;;
    'init --agent') words='claude codex gemini cursor copilot' ;;
    'init --preset') words='default archive journal' ;;
    'list --status') words='in_progress paused completed active' ;;
    'list --now') : ;;
    'show --now') : ;;
    'new --now') : ;;
    'new --title') : ;;
    'new --linear') : ;;
    'new --context') : ;;
    'new --next') : ;;
    'log --now') : ;;
    'status --now') : ;;
    'complete --now') : ;;
    'lsp --config') : ;;
    'lsp --now') : ;;
    'replay --since') : ;;
    'replay --select') words=$_session_lint_rules list=1 ;;
    'replay --ignore') words=$_session_lint_rules list=1 ;;
    'replay --extend-select') words=$_session_lint_rules list=1 ;;
    'replay --fail-on') words='error warning info' ;;
    'replay --config') : ;;
    'replay --output-format') words='text json' ;;
    'rule --output-format') words='text json' ;;
    'hook --agent') words='auto claude codex gemini cursor copilot' ;;
    'hook install --agent') words='claude codex gemini cursor copilot' ;;
    'hook install --scope') words='project user' ;;
        esac
    elif [[ $word == -* ]]; then
        words=$options
    else
        for ((at = from; at < COMP_CWORD; at++)); do
            case ${COMP_WORDS[at]} in
            -*)
                if [[ $taking == *" ${COMP_WORDS[at]} "* ]]; then
                    [[ ${COMP_WORDS[at + 1]} == = ]] && ((at++))
                    ((at++))
                fi
                ;;
            *) ((place++)) ;;
            esac
        done
        case "$command $place" in
    'check 0') : ;;
    'list 0') : ;;
    'show 0') words=$(_session_lint_sessions) ;;
    'new 0') : ;;
    'log 0') words=$(_session_lint_sessions) ;;
    'log 1') : ;;
    'log 2') : ;;
    'status 0') words=$(_session_lint_sessions) ;;
    'status 1') words='in_progress paused completed active' ;;
    'complete 0') words=$(_session_lint_sessions) ;;
    'rule 0') words=$_session_lint_rules ;;
    'schema 0') words='session config report overview baseline' ;;
    'completion 0') words='bash zsh fish' ;;
    'hook 0') words='install start prompt after-edit stop pre-compact end' ;;
        esac
        [[ $COMP_CWORD -eq 1 ]] && words='check init hook list show new log status complete lsp replay rule schema completion'
    fi
    if [[ -n $list ]]; then
        lead=${word%"${word##*,}"}
        word=${word##*,}
    fi
    COMPREPLY=($(compgen -P "$lead" -W "$words" -- "$word"))
}

complete -o default -F _session_lint session-lint

" :compiler session-lint, then :make, or :make FILE; the errors are in the quickfix list.

if exists("current_compiler")
  finish
endif
let current_compiler = "session-lint"

CompilerSet makeprg=session-lint\ --output-format\ full\ --color\ never
CompilerSet errorformat=session-lint:\ %trror:\ %m,%A%t%*[a-z][%*[A-Z0-9]]\ %m,%Z\ %#-->\ %f:%l:%v,%-G%.%#

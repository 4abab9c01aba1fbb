// Writes what `issueCommand` of @actions/core makes of each `[command, properties, message]` of a JSON list on standard
// input, one a line. The folder of the package is the first argument: it does not export this part of itself.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { issueCommand } = await import(pathToFileURL(join(process.argv[2], 'lib', 'command.js')))
let input = ''
for await (const part of process.stdin.setEncoding('utf8')) input += part
for (const [command, properties, message] of JSON.parse(input)) issueCommand(command, properties, message)

/** The command line: its commands, their options, and what `--help` says of them. */
import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { clientOf, LOCAL_URL, type Server, serverOf } from './connection.ts'
import { EXIT_HELP } from './exit-codes.ts'
import { type EditOptions, editRecord, getRecord, type ListOptions, listRecords, removeRecords } from './records.ts'
import { plainScreen } from './screen.ts'
import { tokenCommand } from './token-command.ts'
import { uploadFiles } from './upload.ts'
import { SORTS, TYPES, wholeNumber } from './values.ts'

const EXAMPLES = `
Examples:
  media upload *.jpg holiday/           files, and all that is below a folder
  media upload --json *.pdf | jq -r .url
  media list --type image --search cat
  media get <id> -o cat.jpg
  media token create --name website --scope media:read --expires-in 30d`

/** Of every command. */
export interface Shared {
  url: string
  token?: string
  json: boolean
}

export function program(signal: AbortSignal): Command {
  const media = new Command('media')
    .description('Files and tokens of a Media API.')
    .version(version())
    // Before the commands, which inherit it: throws where Commander would end the process with 1.
    .exitOverride()
    .addOption(new Option('--url <url>', 'the server').env('MEDIA_URL').default(LOCAL_URL))
    .addOption(new Option('--token <token>', 'as whom; on this machine, else what `npm start` kept in .dev-token').env('MEDIA_TOKEN'))
    .option('--json', 'a line of JSON for each record, for scripts', false)
    .addHelpText('after', `${EXAMPLES}\n${EXIT_HELP}`)

  const options = <T extends object>(command: Command) => ({ ...command.optsWithGlobals<T & Shared>(), signal })
  const client = (server: Server) => clientOf(server, plainScreen)

  media
    .command('upload')
    .description('upload files, and all files below folders; hidden ones there are passed over')
    .argument('<paths...>', 'files and folders')
    .option('--concurrency <n>', 'how many at a time', wholeNumber(64), 4)
    .action((paths: string[], _, command: Command) => {
      const given = options<{ concurrency: number }>(command)
      return uploadFiles(serverOf(given), paths, given)
    })

  media
    .command('list')
    .description('list records, newest first unless --sort says otherwise')
    .option('--search <text>', 'a part of the name')
    .addOption(new Option('--type <type>', 'of one type').choices(TYPES))
    .option('--created-by <user>', 'of one user')
    .addOption(new Option('--sort <by>', 'in which order; - is the other way round').choices(SORTS))
    .option('--limit <n>', 'at most so many', wholeNumber(1_000_000_000))
    .action((_, command: Command) => {
      const given = options<ListOptions>(command)
      return listRecords(client(serverOf(given)), given)
    })

  media
    .command('get')
    .description('show a record, or save its bytes')
    .argument('<id>')
    .option('-o, --output <file>', 'where the bytes go: a file, a folder, or - for standard output')
    .action((id: string, _, command: Command) => {
      const given = options<{ output?: string }>(command)
      return getRecord(client(serverOf(given)), id, given)
    })

  media
    .command('edit')
    .description('rename a file, or give it alternative text; its URL stays')
    .argument('<id>')
    .option('--name <name>', 'the new name')
    .option('--alt <text>', 'the new alternative text')
    .option('--no-alt', 'takes the alternative text away')
    .action((id: string, _, command: Command) => {
      const given = options<EditOptions>(command)
      return editRecord(client(serverOf(given)), id, given)
    })

  media
    .command('rm')
    .description('delete files and their records')
    .argument('<ids...>')
    .action((ids: string[], _, command: Command) => {
      const given = options(command)
      return removeRecords(client(serverOf(given)), ids, given)
    })

  tokenCommand(media.command('token').description('API tokens; wants one with tokens:manage'), (command) => {
    const given = options<object>(command)
    return { client: client(serverOf(given)), ...given }
  })
  return media
}

/** The same two folders up, built or not. */
function version(): string {
  return JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')).version
}

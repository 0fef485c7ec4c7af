/** `media token list|create|rotate|revoke`. */
import { type Command, Option } from 'commander'
import { type CreateOptions, createToken, listTokens, revokeToken, rotateToken, type TokenContext } from './tokens.ts'
import { SCOPES, seconds } from './values.ts'

export function tokenCommand(token: Command, contextOf: (command: Command) => TokenContext): void {
  token
    .command('list')
    .description('list tokens, newest first')
    .action((_, command: Command) => listTokens(contextOf(command)))

  token
    .command('create')
    .description('make a token, and print it: it is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(SCOPES).makeOptionMandatory())
    .option('--description <text>')
    .option('--expires-in <time>', 'such as 30d; units s, m, h, d', seconds)
    .option('--user <id>', 'whose; your own unless given')
    .action((options: CreateOptions, command: Command) => createToken(contextOf(command), options))

  token
    .command('rotate')
    .description('give a token a new secret, and print it; the old one stops')
    .argument('<id>')
    .action((id: string, _, command: Command) => rotateToken(contextOf(command), id))

  token
    .command('revoke')
    .description('end a token')
    .argument('<id>')
    .option('--force', 'also the last that can manage tokens', false)
    .action((id: string, { force }: { force: boolean }, command: Command) => revokeToken(contextOf(command), id, force))
}

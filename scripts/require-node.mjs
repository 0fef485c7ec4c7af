// Plain JavaScript that any Node parses: Linux and Windows get Node from npm (optionalDependencies), others need their own.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`Node ${process.versions.node} is too old: install Node 22.12 or newer (https://nodejs.org), then run this again.`)
  process.exit(1)
}

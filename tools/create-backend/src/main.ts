import { join, relative, resolve } from "node:path"
import { parseArgs } from "node:util"
import { createBackend } from "./create-backend.ts"
import { UsageError } from "./usage-error.ts"

const usage = `usage: npm run create-backend -- NAME [--in FOLDER] [--packages FOLDER]

  NAME               name of the new package: my-runtime, @me/my-runtime
  --in FOLDER        parent of the package's folder (default: the current folder)
  --packages FOLDER  install PAMI's packages from tarballs in this folder, made by \`pnpm pack\`
`

// pnpm runs scripts in the folder of package.json; users give paths from their current folder.
const here = process.env["INIT_CWD"] ?? process.cwd()

try {
  const { values, positionals } = parsed()
  if (values.help) console.log(usage)
  else {
    const [name, ...others] = positionals
    if (name === undefined || others.length > 0)
      throw new UsageError(`expected one name, got ${positionals.length}\n\n${usage}`)
    const folder = createBackend({
      name,
      parent: resolve(here, values.in),
      packages: values.packages === undefined ? undefined : resolve(here, values.packages),
    })
    const path = relative(here, folder)
    const place = path.startsWith("..") ? folder : path
    console.log(`Created ${place}. Next:

  cd ${place}
  npm install
  npm test    fails where it needs run, and only there

Write ${join(place, "src/runtime.ts")}; README.md says how.`)
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`create-backend: ${error.message}`)
  process.exitCode = 2
}

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        in: { type: "string", default: "." },
        packages: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    })
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n\n${usage}`, { cause })
  }
}

// Puts the built demo and the built documentation, its folder `docs`, into `dist` of the repository: the whole site.
import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "./repository.ts"

const site = join(root, "dist")
rmSync(site, { recursive: true, force: true })
cpSync(join(root, "apps/demo/dist"), site, { recursive: true })
cpSync(join(root, "apps/docs/dist"), join(site, "docs"), { recursive: true })
console.log(`The site is in ${site}: a folder of static files, for any folder of any host.`)

// Builds the documentation: `node src/main.ts` leaves it in `dist`, a folder that any host of static files can serve.
import { join } from "node:path"
import { build } from "vitepress"
import { finish } from "./finish.ts"
import { gatherPages } from "./gather.ts"
import { root } from "./repository.ts"
import { writeApi } from "./write-api.ts"
import { writeApiIndex } from "./write-api-index.ts"
import { writeCommands } from "./write-commands.ts"

const here = join(root, "apps/docs")
const pages = join(here, ".pages")

gatherPages(pages)
writeCommands(join(pages, "commands"))
writeApiIndex(join(pages, "api"), await writeApi(join(pages, "api")))
await build(here)
finish(join(here, "dist"))

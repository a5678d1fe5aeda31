import { openSite } from "../test/e2e/site.ts"
import { fullMap } from "./full-map.ts"
const site = await openSite()
await fullMap(site, [], 6)
await site.close()

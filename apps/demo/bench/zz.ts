import { openSite } from "../test/e2e/site.ts"
import { coldVisits } from "./cold-visits.ts"
const site = await openSite()
await coldVisits(site, 4)
await site.close()

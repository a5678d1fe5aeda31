import { testExamples } from "@pami/examples"

await testExamples(new URL("../", import.meta.url), { entries: ["src/index.ts"], given: "test/given.ts" })

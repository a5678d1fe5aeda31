import { testExamples } from "@pami/examples"

await testExamples(new URL("../", import.meta.url))

// Prints what is measured, side by side in one run:
//   pnpm bench [speed]       explain against bare inference, memory, size of core
//   pnpm bench backends      every backend against bare use of its runtime; --memory: what 500 explains leave behind
//   pnpm bench quality       how good maps are after few passes and after many; --calibration: whether --until keeps its word; --sanity: with shuffled weights; --to-rise: time until each is as good as RISE
//   pnpm bench evaluation    the cost of judging maps, against its forward passes alone
//   pnpm bench reference     maps in the authors' mode, and the metrics, against an independent implementation
//   pnpm bench memory        peak memory of `pami explain`, where it goes, and what an explanation leaves behind
//   pnpm bench passes        memory of a process over 10,000 forward passes, on each device of onnxruntime-node
//   pnpm bench server        how fast a server answers a health check while it explains, beside an idle one
//   pnpm bench service       how fast `pami serve` answers a health check under load, a third of it hostile
//   pnpm bench site          what a visitor of the site waits for, in Chromium
//   pnpm bench tasks         whether maps of every task of the zoo show what the answer depends on, PAMI beside others
//   pnpm bench runs          whether a run in shards or with workers has the bytes of an undivided one, while processes are killed
//   pnpm bench many          what explaining many images costs in one process, workers and shards, with the arithmetic to 10^7
//   pnpm bench queue         the same over a queue on Redis and on PostgreSQL, which are killed, too
//   pnpm bench queue-overhead  the cost of the queue against the inference, and of 1,000 to 1,000,000 inputs
//   pnpm bench words         the same for texts, captions and stories; VADER as a function
//   pnpm bench superpixels   against scikit-image and OpenCV: label maps, and time
//   pnpm bench volumes       how well maps of volumes show an object whose voxels are known, by partitioner and by masking operator
// Each takes options: see its file.
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const demo = fileURLToPath(new URL("../../../apps/demo/", import.meta.url))
const [first = "speed", ...rest] = process.argv.slice(2).filter((arg) => arg !== "--")
const [name, args] = first.startsWith("-") ? ["speed", [first, ...rest]] : [first, rest]

const benches: Record<string, () => Promise<void>> = {
  speed: async () => (await import("./speed.ts")).speed(args),
  backends: async () => (await import("./backends.ts")).backends(args),
  quality: async () => (await import("./quality.ts")).quality(args),
  evaluation: async () => (await import("./evaluation.ts")).evaluation(args),
  reference: async () => (await import("./reference.ts")).reference(),
  memory: async () => (await import("./footprint.ts")).footprint(args),
  passes: async () => (await import("./passes.ts")).passes(args),
  server: async () => (await import("./server/bench.ts")).server(args),
  service: async () => (await import("./service/bench.ts")).service(args),
  site: async () =>
    void (process.exitCode =
      spawnSync(process.execPath, ["-C", "source", "bench/site.ts", ...args], { cwd: demo, stdio: "inherit" })
        .status ?? 1),
  tasks: async () => (await import("./tasks.ts")).tasks(args),
  runs: async () => (await import("./runs.ts")).runs(args),
  many: async () => (await import("./many/bench.ts")).many(args),
  queue: async () => (await import("./queue.ts")).queue(args),
  "queue-overhead": async () => (await import("./queue-overhead.ts")).queueOverhead(args),
  words: async () => (await import("./words.ts")).words(args),
  superpixels: async () => (await import("./superpixels.ts")).superpixels(args),
  volumes: async () => (await import("./volumes.ts")).volumes(args),
}
if (Object.hasOwn(benches, name)) {
  await benches[name]().catch((error: NodeJS.ErrnoException) => {
    // The user gave an option that does not exist.
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error
    console.error(`bench: ${error.message}`)
    process.exitCode = 1
  })
} else {
  console.error(`unknown bench "${name}"; the benches are ${Object.keys(benches).join(", ")}`)
  process.exitCode = 1
}

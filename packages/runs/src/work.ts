import { isPamiError } from "@pami/core"
import type { ResultLine } from "./result-line.ts"
import type { RunWorker, WantedInput } from "./worker.ts"

// Inputs that a worker gets at once. Lists of tables and annotations are read once for each.
const largestChunk = 256

// Ends of a worker over one input. A process may end by chance, or by the hand of a scheduler.
const mostEnds = 5

/**
 * Has workers explain inputs, until each has its lines. A worker that ended gets what is left once more; an input over which
 * workers end again and again gets lines with the error `WORKER_ENDED`.
 *
 * @param workers a single one gets all inputs at once; several get parts of at most 256
 * @param add keeps lines that came together
 * @throws the errors of the workers and of `add`, of which the first ends the work of all
 */
export async function explainWith(
  workers: readonly RunWorker[],
  wanted: readonly WantedInput[],
  add: (lines: readonly ResultLine[]) => Promise<void>,
): Promise<void> {
  let next = 0
  // An error ends the run: then no other worker goes on.
  let isOver = false
  const take = () => {
    const left = isOver ? 0 : wanted.length - next
    // Smaller towards the end, so that the workers end together.
    const size = workers.length === 1 ? left : Math.min(largestChunk, Math.ceil(left / (4 * workers.length)))
    next += size
    return wanted.slice(next - size, next)
  }
  const run = async (worker: RunWorker) => {
    try {
      for (let chunk = take(); chunk.length > 0; chunk = take())
        await explainChunk(chunk, worker, add, () => isOver)
    } catch (error) {
      isOver = true
      throw error
    }
  }
  await Promise.all(workers.map(run))
}

async function explainChunk(
  chunk: readonly WantedInput[],
  worker: RunWorker,
  add: (lines: readonly ResultLine[]) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  // A million inputs share their lists of methods.
  const left = new Map(chunk.map(({ id, methods }) => [id, methods]))
  let rest = chunk
  const keep = async (lines: readonly ResultLine[]) => {
    await add(lines)
    for (const { input, method } of lines) {
      const methods = left.get(input)?.filter((one) => one !== method)
      if (methods?.length === 0) left.delete(input)
      else if (methods !== undefined) left.set(input, methods)
    }
  }
  let ends = { id: "", count: 0 }
  while (left.size > 0 && !isOver()) {
    try {
      for await (const some of worker.explain(rest)) await keep("input" in some ? [some] : some)
      if (left.size > 0)
        throw new Error(`the worker left out ${left.size} inputs, the first is ${[...left.keys()][0]}`)
    } catch (error) {
      if (!isPamiError(error) || error.code !== "WORKER_ENDED") throw error
      const [[id, methods] = ["", []]] = left
      ends = { id, count: ends.id === id ? ends.count + 1 : 1 }
      if (ends.count >= mostEnds) {
        const message = `the process that explained it ended ${mostEnds} times: ${error.message}`
        await keep(methods.map((method) => ({ input: id, method, error: { code: error.code, message } })))
      }
      rest = Array.from(left, ([of, missing]) => ({ id: of, methods: missing }))
    }
  }
}

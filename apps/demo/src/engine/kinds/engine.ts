import { isPamiError, PamiError, type TensorInfo } from "@pami/core"
import { formatShape } from "@pami/core/tensor"
import type { MapChoice, Result, ResultProgress } from "@pami/explainer"
import { printable } from "@pami/image"
import { adviceFor, nameInput, recognizeInputs, type InputKind } from "@pami/recipe"
import { createGate } from "../gate.ts"
import { createJudge } from "../judge/judge.ts"
import { createPace } from "../pace.ts"
import type { KindFacts, KindInput, KindMap, KindsEngine, KindSnapshot, OpenRequest } from "./contract.ts"
import type { FolderTools, OpenedFolder } from "./open-folder.ts"
import { judgedKind, sweptKind, type Explained, type SweptKind } from "./judged-kind.ts"
import { tryChanges, type ExplainOnce } from "./trials.ts"
import { verifyKind } from "./verify-kind.ts"
import { explainedChoices, mapOf, seenOf } from "./views.ts"

/** The dependencies of the engine. */
export interface KindsTools {
  open(request: OpenRequest, tools: Pick<FolderTools, "beforeRun">): Promise<OpenedFolder>
}

/** Returns an engine for every kind of input that runs in this thread. */
export function createKindsEngine({ open }: KindsTools): KindsEngine {
  const gate = createGate()
  let passes = 0
  let opened: OpenedFolder | undefined
  let latest: Result | undefined
  let choices: readonly MapChoice[] | undefined
  let explained: Explained | undefined
  let swept: Promise<SweptKind> | undefined
  let stopping = new AbortController()
  let trying = new AbortController()

  function forget(): void {
    // A failed preparation has nothing to close.
    void swept?.then(({ prober }) => prober.close()).catch(() => undefined)
    latest = choices = explained = swept = undefined
  }

  const beforeRun = (items: number) => {
    passes += items
    return gate.pass()
  }
  const present = () => expect(latest, "explain first")
  const chosen = (result: Result) => choices ?? explainedChoices(result)
  const maps = (result: Result): KindMap[] => chosen(result).map((choice) => mapOf(result, choice))

  return {
    async load(request) {
      const next = await open(request, { beforeRun })
      try {
        const facts = factsOf(next)
        await opened?.dispose()
        opened = next
        forget()
        return facts
      } catch (error) {
        await next.dispose()
        throw error
      }
    },

    async explain(input, options, tell) {
      const { explainWith } = expect(opened, "open a model first")
      const { preset, ...others } = options
      forget()
      const asked = (explained = {
        explain: explainWith(preset),
        input: inputOf(input),
        options: { ...others, name: input.name },
      })
      const { signal } = (stopping = new AbortController())
      const pace = createPace()
      const [began, rested] = [performance.now(), gate.waited()]
      let last: ResultProgress | undefined
      const snapshot = (result: Result, isLast: boolean): KindSnapshot => {
        const { explanation } = result
        const { total = null, share = 0 } = last ?? {}
        const seconds = (performance.now() - began - (gate.waited() - rested)) / 1000
        const done = explanation.complete
        return {
          passes: explanation.passes,
          total: done ? explanation.passes : total,
          share: done ? 1 : share,
          passesPerSecond: seconds > 0 ? explanation.passes / seconds : 0,
          secondsLeft: share > 0 ? (seconds * (1 - share)) / share : null,
          done,
          ...(isLast || explanation.passes === 0 ? { seen: seenOf(result) } : {}),
          maps: explanation.passes === 0 ? [] : maps(result),
        }
      }
      try {
        latest = await asked.explain(asked.input, {
          ...asked.options,
          signal,
          onProgress(progress) {
            const isFirst = last === undefined
            last = progress
            if (!isFirst && !pace.due()) return
            latest = progress.result()
            const shown = latest
            void pace.show(() => tell(snapshot(shown, false)))
          },
        })
      } catch (error) {
        if (!isPamiError(error) || error.code !== "ABORTED" || last === undefined) throw error
        latest = last.result()
      }
      await tell(snapshot(latest, true))
    },

    async tryChanges(input, options, changes) {
      const { explainWith } = expect(opened, "open a model first")
      const { signal } = (trying = new AbortController())
      const explain: ExplainOnce = ({ preset, ...asked }, told) =>
        explainWith(preset)(inputOf(input), { ...asked, ...told, name: input.name })
      return tryChanges(explain, { options, changes, signal })
    },

    async read(next) {
      const result = present()
      choices = next
      return maps(result)
    },

    ...createJudge<MapChoice>(
      async (choice) => {
        const result = present()
        const asked = expect(explained, "explain first")
        swept ??= sweptKind(asked)
        return judgedKind({ ...asked, result }, await swept, choice)
      },
      () => (stopping = new AbortController()).signal,
    ),

    pause: () => gate.hold(),
    resume: () => gate.release(),
    stop() {
      stopping.abort()
      trying.abort()
      gate.release()
    },

    async manifest() {
      const [target] = choices ?? []
      return present().manifest(target === undefined ? {} : { target })
    },
    async verify(manifest, input) {
      const now = expect(opened, "open a model first")
      const { signal } = (stopping = new AbortController())
      return await verifyKind(manifest, { opened: now, input, signal })
    },
    save: async () => present().save(),
    async figure() {
      const result = present()
      const bytes = await result.figure({ targets: chosen(result), format: "svg" })
      return new TextDecoder().decode(bytes)
    },
    async evidence(share) {
      const result = present()
      const [target] = chosen(result)
      return expect(result.evidence, "explain a sound first")({ target, share })
    },
    passes: async () => passes,
    async dispose() {
      stopping.abort()
      trying.abort()
      gate.release()
      forget()
      await opened?.dispose()
      opened = undefined
    },
  }
}

function inputOf(input: KindInput) {
  if (input.kind === "image") return input.image
  return input.kind === "text" ? input.texts : input.bytes
}

/** @throws PamiError `SHAPE_MISMATCH` for a model of an input that cannot be explained here */
function factsOf({ name, backend, described, writer }: OpenedFolder): KindFacts {
  const { model, labels = null, architectures, findings } = described
  const kinds = recognizeInputs(model, architectures)
  const likely = kinds.find(({ value }) => value !== "video")
  if (likely === undefined) throw unknownInput(model.inputs, kinds[0])
  return {
    name,
    backend,
    digest: model.digest,
    inputs: model.inputs,
    outputs: model.outputs,
    labels,
    kinds,
    advice: adviceFor(likely.value),
    writes: writer !== undefined,
    runsAtOnce: model.limits.preferredRuns ?? 1,
    findings: [...(model.findings ?? []), ...findings],
  }
}

function unknownInput(inputs: readonly TensorInfo[], seems?: { readonly value: InputKind }): PamiError {
  const given = inputs.map(({ name, dtype, shape }) => `${printable(name)} ${dtype} ${formatShape(shape)}`)
  const advice =
    seems === undefined ? "" : ` It seems to take ${nameInput(seems.value)}: ${adviceFor(seems.value)}.`
  return new PamiError(
    "SHAPE_MISMATCH",
    `expected a model of images, text, sound, series, volumes or tables; the model has ${given.join(", ")}.${advice}`,
  )
}

function expect<Value>(value: Value | undefined, first: string): Value {
  if (value !== undefined) return value
  throw { code: "TOO_EARLY", message: first }
}

import { isPamiError, PamiError } from "@pami/core"
import { htmlReport, measureBackends, zooSubjects } from "@pami/conformance"
import type { CheckResult, Row } from "@pami/conformance"
import { checkOffers } from "./conformance/check-offers.ts"
import { factsOf, versionsOf } from "./conformance/facts.ts"
import { offersHere, offersNamed } from "./offers.ts"
import type { Offer } from "./offers.ts"
import { ownSubject } from "./conformance/own-model.ts"
import type { OwnModelFlags } from "./conformance/own-model.ts"
import { isIncomparable, passes, recordOf } from "./conformance/report.ts"
import type { Report } from "./conformance/report.ts"
import { describeReport } from "./conformance/text.ts"
import { formatsOf } from "./backends.ts"
import type { Console } from "./console.ts"
import { exitStatus, UsageError } from "./exit-status.ts"
import { expectName } from "./figure-format.ts"
import { unlessStopped } from "./interrupt.ts"
import { expectNoOverwriting } from "./overwriting.ts"
import { expectWritable, writeResult } from "./write.ts"
import { statusLine } from "./progress.ts"
import { describeFindings } from "./result.ts"

/** Options of `pami conformance`. */
export interface ConformanceFlags extends OwnModelFlags {
  readonly backend: readonly string[] | undefined
  readonly checks: boolean | undefined
  readonly model: string | undefined
  readonly input: string | undefined
  readonly passes: number | undefined
  readonly threads: number | undefined
  readonly html: string | undefined
  readonly json: boolean | undefined
  readonly quiet: boolean | undefined
}

/**
 * `pami conformance`: do backends draw the same maps, and do they keep what the contract promises? Status 0 when all
 * passes, else 4, as for `pami verify`.
 */
export async function conformanceCommand(flags: ConformanceFlags, console: Console): Promise<number> {
  const { backend: named, model, input, threads, html } = flags
  expectNothingIdle(flags)
  await expectNoOverwriting({
    reads: [
      { what: "the input image", path: input },
      { what: "the model", path: model },
      { what: "the preset", path: flags.preset },
      ...(named ?? []).map((path) => ({ what: "the backend", path })),
    ],
    writes: [{ what: "--html", path: html }],
    model,
  })
  expectName("--html", html)
  if (html !== undefined) await expectWritable(html)
  const own = model === undefined || input === undefined ? undefined : await ownSubject(model, input, flags)
  const offers = await (named === undefined ? offersHere(threads) : offersNamed([...new Set(named)], threads))
  const measured = named === undefined ? usableFor(model, offers) : offers
  const report = await measureAll(measured, own?.subject, flags, console)
  const { signal } = console
  const complete = !signal.aborted
  const full: Report = { ...report, offers, complete, findings: own?.findings() ?? [] }

  if (html !== undefined)
    await writeResult(html, htmlReport(full.rows, { ...factsOf(), ...versionsOf(offers) }, full.checked))
  if (flags.json) console.stdout(`${JSON.stringify(recordOf(full), null, 2)}\n`)
  else {
    console.stdout(describeReport(full))
    if (!flags.quiet) console.stderr(describeFindings(full.findings, undefined, console.hasFlag))
    if (!complete) console.stderr("pami: interrupted; this is what was done until then\n")
  }
  if (!complete) return exitStatus.interrupted
  if (!passes(full)) return exitStatus.runtime
  return full.rows.some(isIncomparable) ? exitStatus.input : exitStatus.done
}

async function measureAll(
  offers: readonly Offer[],
  own: Awaited<ReturnType<typeof ownSubject>>["subject"] | undefined,
  flags: ConformanceFlags,
  console: Console,
): Promise<Pick<Report, "rows" | "checked">> {
  const { signal } = console
  const line = statusLine(console, flags.quiet === true || flags.json === true)
  let shown = 0
  const show = (text: string) => {
    if (Date.now() - shown < 100) return
    shown = Date.now()
    line.show(text)
  }
  // Gathered as they come: a backend that hangs is not waited for, and an interruption waits for the report of these.
  const checked: Record<string, CheckResult[]> = {}
  const rows: Row[] = []
  const checkAll = () =>
    checkOffers(
      offers.filter(({ foreign, reason }) => (flags.checks === true || foreign) && reason === null),
      {
        // The zoo's maps are what the rows are about.
        maps: own !== undefined,
        signal,
        onResult(backend, result, total) {
          const done = (checked[backend] ??= []).push(result)
          console.setUnsaved?.(true)
          show(`${backend}  check ${done} of ${total}`)
        },
      },
    )
  const compareAll = () =>
    measureBackends(offers, own === undefined ? zooSubjects : [own], {
      ...(flags.passes === undefined ? {} : { passes: flags.passes }),
      signal,
      onProgress: ({ backend, subject, share }) =>
        show(`${backend}  ${subject}  ${Math.floor(100 * share)} %`),
      onRow(row) {
        rows.push(row)
        console.setUnsaved?.(true)
      },
    })
  try {
    await unlessStopped(checkAll().then(compareAll), signal, grace)
  } catch (error) {
    if (!isPamiError(error) || error.code !== "ABORTED") throw error
  } finally {
    line.end()
  }
  return { checked, rows }
}

// In which a comparison that was asked to stop ends by itself, in milliseconds.
const grace = 200

/** By default every backend that works here and reads files is measured: a server has to be named. */
function usableFor(model: string | undefined, offers: readonly Offer[]): Offer[] {
  const usable = offers.filter(({ reason, formats }) => reason === null && formats.length > 0)
  const formats = model === undefined ? undefined : formatsOf(model)
  const able =
    formats === undefined
      ? usable
      : usable.filter((offer) => formats.some((format) => offer.formats.includes(format)))
  if (able.length === 0)
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `no backend that works here loads ${model === undefined ? "the bundled models" : `${model} (${formats!.join(", ")})`}: see \`pami backends\``,
    )
  return able
}

/** Refuses options that would change nothing. */
function expectNothingIdle(flags: ConformanceFlags): void {
  if ((flags.model === undefined) !== (flags.input === undefined))
    throw new UsageError(
      flags.model === undefined
        ? "--input FILE needs the --model FILE that it is explained with"
        : "--model FILE needs an --input FILE, an image to explain with it",
    )
  if (flags.model !== undefined) return
  const names = {
    passes: "--passes",
    preset: "--preset",
    mean: "--mean",
    std: "--std",
    layout: "--layout",
    modelInput: "--model-input",
    modelOutput: "--model-output",
    maxPixels: "--max-pixels",
  } as const
  for (const [key, name] of Object.entries(names))
    if (flags[key as keyof typeof names] !== undefined)
      throw new UsageError(
        `${name} is for a model of your own (--model, --input): of the bundled ones it is known`,
      )
}

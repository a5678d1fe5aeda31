import type { Backend, BackendFixtures, Model, ModelSource } from "@pami/core"
import { fixtureAddress, fixtureSource, type Format, formats } from "./fixtures/files.ts"
import { type Fixture, type FixtureName, fixtures } from "./fixtures/index.ts"
import { defaultTimeout, withPatience } from "./patience.ts"

/**
 * Options of the suite. `source`, `address` and `missing` are for backends that read neither of the formats of the
 * suite (`onnx`, `tfjs-layers`), or that have another kind of address; a package provides them as
 * `BackendPackage.fixtures`. Images may be NCHW or NHWC: the suite uses the declared shape of the model. A check fails
 * if `source` does not provide its model.
 */
export interface ConformanceOptions extends BackendFixtures {
  /**
   * Digests of maps (`sha256:...`) by name of their check, for a runtime that gives the same bytes everywhere: a map
   * that differs in one bit fails, with its digest in the message. Default: none; maps are compared within the
   * tolerances.
   */
  readonly digests?: Readonly<Record<string, string>>
  /** Time limit of a load or a run in milliseconds, after which it counts as hanging. Default: 30,000. */
  readonly timeout?: number
}

/** The backend under test, with the fixtures in a format that it reads. */
export interface FixtureContext {
  readonly backend: Backend
  readonly options: ConformanceOptions
  /** Format of the fixtures; `undefined` if `options.source` provides them. */
  readonly format: Format | undefined
  /** Why no more checks run: a call hung in an earlier check. Waiting again in every check would take half an hour. */
  hung?: string
  /** Loads the files of a fixture. The caller may change the bytes. */
  source(name: string): Promise<ModelSource>
  /** Returns the address of a fixture, or `undefined` if it has none. */
  address(name: string): string | undefined
  /** An address without a file. */
  readonly missing: string
}

/** Creates the context for the checks of a backend. */
export function createContext(backend: Backend, options: ConformanceOptions = {}): FixtureContext {
  const readable = backend.formats.find((name): name is Format => formats.includes(name as Format))
  const format = options.source === undefined ? readable : undefined
  return {
    backend: withPatience(backend, options.timeout ?? defaultTimeout),
    options,
    format,
    missing: options.missing ?? fixtureAddress("no-such-model", format ?? "onnx").href,
    address: (name) =>
      options.address?.(name) ?? (format === undefined ? undefined : fixtureAddress(name, format).href),
    async source(name) {
      const own = await options.source?.(name)
      if (own !== undefined) return own
      if (format !== undefined) return fixtureSource(name, format)
      const reads = backend.formats.join(", ") || "none"
      throw new Error(
        `the suite has no "${name}" for ${backend.name}: it has ${formats.join(" and ")}, the backend reads ${reads}. ` +
          "Provide the model with the option `source`.",
      )
    },
  }
}

/** Loads a fixture. The caller disposes of the model. */
export async function loadFixture(
  context: FixtureContext,
  name: FixtureName,
): Promise<{ model: Model; fixture: Fixture }> {
  return { model: await context.backend.load(await context.source(name)), fixture: fixtures[name] }
}

/** Loads a fixture or a zoo model, calls `use`, and disposes of the model. */
export async function withModel<Result>(
  { backend, source }: FixtureContext,
  name: string,
  use: (model: Model) => Promise<Result>,
): Promise<Result> {
  const model = await backend.load(await source(name))
  try {
    return await use(model)
  } finally {
    await model.dispose()
  }
}

/** Loads a fixture, calls `use`, and disposes of the model. */
export async function withFixture<Result>(
  context: FixtureContext,
  name: FixtureName,
  use: (model: Model, fixture: Fixture) => Promise<Result>,
): Promise<Result> {
  return withModel(context, name, (model) => use(model, fixtures[name]))
}

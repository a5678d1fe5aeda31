import { realpath, stat } from "node:fs/promises"
import { dirname, isAbsolute, join, resolve } from "node:path"
import { PamiError } from "@pami/core"
import { isWebAddress, shown } from "@pami/image"
import { mapNames } from "@pami/recipe"
import type { RecipeRecord } from "@pami/recipe"
import { isOurs, moveBackend } from "./backends.ts"
import { isInside } from "./same-file.ts"
import { commandOf } from "./shell.ts"

/** Names that the user gives on the command line, in place of the manifest's. */
export interface Chosen {
  readonly backend?: string | undefined
  readonly model?: string | undefined
  readonly picture?: string | undefined
  /** Folders whose files the manifest may also name. */
  readonly allow?: readonly string[] | undefined
}

/** Something that a manifest names and may not choose, and the option that would choose it. */
interface Refusal {
  readonly what: string
  readonly option: readonly [flag: string, value: string]
}

/**
 * Returns a manifest's record with every file at its real path. A manifest may be a stranger's: it chooses among PAMI's
 * own backends by name, and files at or below its own folder, decided on real paths; anything else, such as a module, an
 * address or another folder, only where the user repeats it.
 *
 * @param path of the manifest
 * @param chosen by the user; takes the place of what the manifest says
 * @throws PamiError `MANIFEST_UNTRUSTED`, with the complete command that chooses all of it; `FILE_NOT_FOUND`
 */
export async function resolveNames(
  record: RecipeRecord,
  path: string,
  chosen: Chosen,
): Promise<RecipeRecord> {
  const { backend = record.backend, model, picture, allow = [] } = chosen
  const trusted = [dirname(path), ...allow]
  const folders = await Promise.all(trusted.map(realFolder))
  const [own] = folders
  const isAllowed = (file: string) => folders.some((folder) => isInside(folder, file))
  const isNamedInside = (file: string) =>
    isAllowed(file) || trusted.some((folder) => isInside(resolve(folder), file))
  const refusals: Refusal[] = []
  if (chosen.backend === undefined && !isOurs(backend))
    refusals.push({
      what: `extra.backend ${shown(backend)}, which is none of PAMI's backends and would run its code`,
      option: ["--backend", moveBackend(backend, (file) => seenFromHere(file, path, own))],
    })
  const resolved = new Map<string, string>()
  for (const [field, name] of namesIn(record)) {
    const given = field === "model" ? model : field === "picture" ? picture : undefined
    if (given !== undefined) {
      resolved.set(field, given)
      continue
    }
    const label = `extra.${shownField(field)}`
    const byName = optionFor(field, name, (file) => seenFromHere(file, path, own))
    const refuse = (why: string, option = byName) => {
      // Only the model and the image can be chosen by name.
      if (option === undefined)
        throw new PamiError("MANIFEST_INVALID", `${label}: a file, got ${shown(name, 200)}, ${why}`)
      refusals.push({ what: `${label} ${shown(name, 200)}, ${why}`, option })
    }
    if (isAddress(name)) refuse("which is an address")
    // Manifests write `/` on every system; another separator would mean another file elsewhere.
    else if (name.includes("\\"))
      refuse("which contains a backslash; PAMI's manifests separate folders with /")
    else if (!isNamedInside(resolve(own, name))) refuse("which is outside the manifest's folder")
    else {
      const real = await realFile(resolve(own, name), label, byName?.[0])
      if (isAllowed(real)) resolved.set(field, real)
      else
        refuse(
          "which is a link to a place outside the manifest's folder",
          optionFor(field, name, () => real),
        )
    }
  }
  if (refusals.length > 0) throw untrusted(path, chosen, refusals)
  const found = mapNames(record, (name, field) => resolved.get(field) ?? name)
  return { ...found, backend, model: model ?? found.model }
}

/** Every file and address that a record names, by its field. */
function namesIn(record: RecipeRecord): Map<string, string> {
  const names = new Map<string, string>()
  mapNames(record, (name, field) => {
    names.set(field, name)
    return name
  })
  return names
}

/** The option that chooses what a field names; none where only a file can be meant and the name is none. */
function optionFor(
  field: string,
  name: string,
  seen: (name: string) => string,
): Refusal["option"] | undefined {
  const named = isAddress(name) || name.includes("\\") ? undefined : seen(name)
  if (field === "model" || field === "picture") return [`--${field}`, named ?? name]
  return named === undefined ? undefined : ["--allow", dirname(named)]
}

function isAddress(name: string): boolean {
  return isWebAddress(name) || /^file:/i.test(name)
}

/**
 * A name that is relative to the manifest, relative to the folder that the user is in.
 *
 * @param own real path of the manifest's folder: through a link, `..` would lead elsewhere
 */
function seenFromHere(name: string, path: string, own: string): string {
  const folder = resolve(dirname(path)) === own ? dirname(path) : own
  const seen = isAbsolute(name) ? name : join(folder, name)
  return seen.startsWith("-") ? `./${seen}` : seen
}

function untrusted(path: string, chosen: Chosen, refusals: readonly Refusal[]): PamiError {
  const words = [...optionsOf(chosen), ...refusals.map(({ option }) => option)].map((option) =>
    commandOf(...option),
  )
  const command = `${commandOf("pami", "verify", path)} ${[...new Set(words)].join(" ")}`
  return new PamiError(
    "MANIFEST_UNTRUSTED",
    `${path} names ${refusals.map(({ what }) => what).join("; ")}. A manifest may be a stranger's: by itself it ` +
      "chooses only PAMI's own backends, and files in its folder or below. If you know all of this, choose it " +
      `yourself: \`${command}\``,
  )
}

function optionsOf({ backend, model, picture, allow = [] }: Chosen): Refusal["option"][] {
  const one = (flag: string, value: string | undefined): Refusal["option"][] =>
    value === undefined ? [] : [[flag, value]]
  return [
    ...one("--backend", backend),
    ...one("--model", model),
    ...one("--picture", picture),
    ...allow.map((folder): Refusal["option"] => ["--allow", folder]),
  ]
}

async function realFolder(folder: string): Promise<string> {
  return realpath(folder).catch((cause: unknown) => {
    throw new PamiError("FILE_NOT_FOUND", `the folder ${folder} does not exist`, { cause })
  })
}

async function realFile(file: string, field: string, flag: string | undefined): Promise<string> {
  const real = await realpath(file).catch((cause: unknown) => {
    const fixed = flag === undefined || flag === "--allow"
    const instead = fixed ? "put it there" : `put it there, or say with ${flag} where it is`
    throw new PamiError(
      "FILE_NOT_FOUND",
      `the file ${shown(file, 500)}, which the manifest names as ${field}, does not exist: ${instead}`,
      {
        cause,
      },
    )
  })
  const found = await stat(real)
  if (!found.isFile() && !(found.isDirectory() && field === "extra.model"))
    throw new PamiError(
      "FILE_UNREADABLE",
      `${field}: a file, got ${shown(file, 500)}, which is something else`,
    )
  return real
}

function shownField(field: string): string {
  return /^[\w.[\]-]{1,100}$/.test(field) ? field : shown(field)
}

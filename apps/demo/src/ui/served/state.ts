import { computed, signal } from "@preact/signals"
import { announce, closeAll, showError } from "../messages.ts"
import { codeOf } from "../logic/error-message.ts"
import { openFiles } from "../open.ts"
import { facts as kindFacts } from "../kinds/state.ts"
import { facts, mode } from "../state.ts"
import { filesOf, modelNames, type Loaded } from "./requests.ts"

/** Names of the models of the server; `null` until it has listed them. */
export const names = signal<readonly string[] | null>(null)

/** Whether the server asks for its token. */
export const needsToken = signal(false)

/** The model whose files are being fetched. */
export const loading = signal<({ readonly name: string } & Loaded) | null>(null)

/** The model that was opened last, and the digest by which it is known. */
export const opened = signal<{ readonly name: string; readonly digest: string } | null>(null)

/** The facts about the model that is open, of any kind of input. */
export const openFacts = computed(() => (mode.value === "kinds" ? kindFacts.value : facts.value))

// Kept in memory only: never in the address, nor in storage.
let token: string | null = null
let fetching = new AbortController()

/** Asks the server for its models. */
export async function list(): Promise<void> {
  try {
    names.value = await modelNames({ token })
    needsToken.value = false
  } catch (error) {
    // Without a token the form asks for it; a wrong one is an error.
    if (codeOf(error) === "TOKEN_INVALID") needsToken.value = true
    if (codeOf(error) !== "TOKEN_INVALID" || token !== null) showError(error)
  }
}

/** Asks again, with a token. */
export async function listWith(given: string): Promise<void> {
  closeAll()
  token = given
  await list()
}

/** Fetches a model of the server and opens it, as if its folder had been dropped. */
export async function openServed(name: string): Promise<void> {
  cancel()
  closeAll()
  const { signal } = (fetching = new AbortController())
  loading.value = { name, bytes: 0, total: 0 }
  announce(`Loading ${name}.`)
  try {
    const onProgress = (loaded: Loaded) => void (signal.aborted || (loading.value = { name, ...loaded }))
    const files = await filesOf(name, { token, signal, onProgress })
    if (signal.aborted) return
    loading.value = null
    const before = [facts.value, kindFacts.value]
    await openFiles(files)
    const now = openFacts.value
    if (now !== null && !before.includes(now)) opened.value = { name, digest: now.digest }
  } catch (error) {
    showError(error)
    if (codeOf(error) === "TOKEN_INVALID") needsToken.value = true
  } finally {
    if (!signal.aborted) loading.value = null
  }
}

/** Gives up fetching. The model in use stays. */
export function cancel(): void {
  fetching.abort()
  loading.value = null
}

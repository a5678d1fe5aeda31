import { useEffect, useRef } from "preact/hooks"
import { bytes, shown } from "../logic/format.ts"
import { cancel, list, listWith, loading, names, needsToken, opened, openFacts, openServed } from "./state.ts"

/** The models of the folder of `pami serve`: choosing one loads it. */
export function ServedModels() {
  useEffect(() => void list(), [])
  if (needsToken.value) return <TokenForm />
  const all = names.value
  if (all === null) return null
  const isOpen = (name: string) =>
    name === opened.value?.name && openFacts.value?.digest === opened.value.digest
  return (
    <div class="source served image-list" role="group" aria-labelledby="served-models-title">
      <span>
        <strong id="served-models-title">Models of this server</strong>{" "}
        <span class="soft small">They run in this browser: no image goes to the server.</span>
      </span>
      <ul>
        {all.map((name) => (
          <li key={name}>
            <button
              type="button"
              class="small"
              title={shown(name, 300)}
              aria-current={isOpen(name) ? "true" : undefined}
              onClick={() => void openServed(name)}
            >
              {shown(name)}
            </button>
          </li>
        ))}
      </ul>
      <Loading />
    </div>
  )
}

function Loading() {
  if (loading.value === null) return null
  const { name, bytes: loaded, total } = loading.value
  return (
    <p class="served-loading small">
      <label>
        Loading {shown(name)} <progress {...(total > 0 && { value: loaded / total })} />{" "}
      </label>
      {total > 0 && (
        <span class="soft">
          {bytes(loaded)} of {bytes(total)}
        </span>
      )}
      <button type="button" class="quiet small" onClick={cancel}>
        Cancel
      </button>
    </p>
  )
}

/** Asks for the token: only the page's memory holds it. */
function TokenForm() {
  const input = useRef<HTMLInputElement>(null)
  return (
    <form
      class="source served image-list"
      aria-label="Token of this server"
      onSubmit={(event) => {
        event.preventDefault()
        void listWith(input.current!.value)
      }}
    >
      <label for="server-token">This server asks for its token before it shows its models.</label>
      <span class="token">
        <input ref={input} id="server-token" type="password" autocomplete="off" required />
        <button type="submit">Show models</button>
      </span>
    </form>
  )
}

import { useSignal } from "@preact/signals"
import { parseNumbers } from "../../questions/parse-numbers.ts"
import { prediction, settings } from "../../state.ts"
import { change } from "../../sweep.ts"

/** Fields for the mean and the standard deviation that a model was trained with. */
export function OwnNumbers() {
  const { mean, std } = prediction.value!.recipe.preprocessing
  const drafts = useSignal<{ readonly mean?: string; readonly std?: string }>({})
  const texts = { mean: mean.map(round).join(", "), std: std.map(round).join(", "), ...drafts.value }
  const problem = useSignal<string | null>(null)
  const field = (name: "mean" | "std", label: string) => (
    <label>
      <span>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        value={texts[name]}
        aria-describedby={problem.value === null ? undefined : "own-numbers-problem"}
        onInput={({ currentTarget: { value } }) => (drafts.value = { ...drafts.value, [name]: value })}
      />
    </label>
  )
  const apply = () => {
    const read = { mean: parseNumbers(texts.mean, "mean"), std: parseNumbers(texts.std, "std") }
    const problems = Object.values(read).flatMap((one) => ("problem" in one ? [one.problem] : []))
    problem.value = problems.at(0) ?? null
    if ("problem" in read.mean || "problem" in read.std) return
    drafts.value = {}
    // Numbers of one's own are complete: they replace those of a preset, and keep its order of channels.
    void change({ mean: read.mean.numbers, std: read.std.numbers })
  }
  return (
    <details class="own-numbers" open={settings.value.mean !== null}>
      <summary>Own mean and std</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          apply()
        }}
      >
        {field("mean", "Mean, of 0 to 1")}
        {field("std", "Std, of 0 to 1")}
        <p id="own-numbers-problem" class="small" role="alert">
          {problem.value}
        </p>
        <button type="submit" class="small">
          Apply
        </button>
      </form>
    </details>
  )
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)))
}

interface WhyProps {
  /** Name of the class, or of another target. */
  readonly target: string
  /** Name of the one that it is contrasted with; `null` for none. */
  readonly versus: string | null
}

/** The question that a map answers, as the heading of its page. */
export function Why({ target, versus }: WhyProps) {
  return (
    <h1>
      Why <em>{target}</em>
      {versus !== null && (
        <>
          {" "}
          rather than <em>{versus}</em>
        </>
      )}
      ?
    </h1>
  )
}

/** Says what the site is and for whom, in one sentence. */
export function Intro() {
  return (
    <p class="intro">
      See which parts of the input made an AI model decide: for anyone who builds, tests or relies on one.{" "}
      <strong>Nothing leaves this device.</strong>
    </p>
  )
}

/** Says what the site is and for whom, in one sentence. */
export function Intro() {
  return (
    <p class="intro">
      See which parts of the input led an AI model to its answer: for anyone who builds, tests or relies on AI
      models. <strong>Nothing leaves this device.</strong>
    </p>
  )
}

const checks = [
  {
    title: "Read the scale first",
    text: "Colours span the map’s own values, so a map of nothing is as bright as a good one. Compare the numbers of the colour bar with the score of the whole image: if no part alone comes near it, the model needs several parts at once.",
  },
  {
    title: "Ask for another class",
    text: "A map that hardly changes with the class shows what stands out in the image, not what the class is based on. Press “vs” or “+” beside a class.",
  },
  {
    title: "Change one setting",
    text: "Another mask, partitioning or seed should not move the bright regions. Compare shows the maps together: trust the regions on which they agree.",
  },
  {
    title: "Try it on the model",
    text: "Masking the bright regions should lower the score, and the bright regions alone should keep it. Move the spotlight over them in the first step.",
  },
  {
    title: "Do not judge by taste",
    text: "A map shows what this model reacts to, right or wrong. If the background is bright, the model may have learnt the background: that is a finding about the model, not an error of the map.",
  },
]

/** How to tell a good map from a bad one. */
export function Judge() {
  return (
    <>
      <p class="lesson-text">Five questions tell a map to rely on from one that only looks convincing.</p>
      <ol class="checks-of-map">
        {checks.map(({ title, text }) => (
          <li key={title} class="card">
            <h2>{title}</h2>
            <p class="soft">{text}</p>
          </li>
        ))}
      </ol>
      <p class="soft small">
        A model with shuffled weights should get another map. On 20 scenes the maps of PAMI correlated with
        those of the shuffled model by 0.24 on average, no more than with the map of another scene (0.28).
      </p>
    </>
  )
}

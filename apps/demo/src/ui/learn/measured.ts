/** Results of methods at 600 passes, from docs/quality.md, “Methods at equal passes”: 40 maps of 20 scenes. */
export const methods = [
  { id: "pami", name: "PAMI", insertion: 0.808, pointing: 100, energy: 0.556 },
  { id: "joint-regression", name: "Joint regression", insertion: 0.929, pointing: 98, energy: 0.761 },
  { id: "rise", name: "RISE", insertion: 0.937, pointing: 100, energy: 0.524 },
  { id: "lime", name: "LIME", insertion: 0.916, pointing: 60, energy: 0.647 },
  { id: "kernel-shap", name: "Kernel SHAP", insertion: 0.909, pointing: 60, energy: 0.648 },
] as const

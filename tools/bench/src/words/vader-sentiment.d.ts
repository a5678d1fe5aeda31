declare module "vader-sentiment" {
  const vader: {
    readonly SentimentIntensityAnalyzer: {
      /** Returns the shares of sentiments, and their sum from -1 to 1 as `compound`. */
      polarity_scores(text: string): { readonly compound: number }
    }
  }
  export default vader
}

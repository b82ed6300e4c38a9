/**
 * A network of one hidden layer: `bias + Σ out[k] · tanh(offset[k] + Σ weights[k][j] · x[j])`. The inputs'
 * normalisation is folded into the weights. Trained by scripts/bench/recall-train.mjs.
 */
export interface Ranking {
  readonly bias: number
  readonly units: readonly { readonly out: number; readonly offset: number; readonly weights: readonly number[] }[]
}

/** Log-odds that a candidate with these features is a face. */
export function rank(ranking: Ranking, features: readonly number[]): number {
  let sum = ranking.bias
  for (const unit of ranking.units) {
    let inner = unit.offset
    for (const [index, weight] of unit.weights.entries()) inner += weight * (features[index] ?? 0)
    sum += unit.out * Math.tanh(inner)
  }
  return sum
}

/** Probability of given log-odds. */
export const sigmoid = (odds: number): number => 1 / (1 + Math.exp(-odds))

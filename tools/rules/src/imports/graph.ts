/** A directed graph: for each node, the nodes that it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Returns a graph from its edges. */
export function graphFrom(edges: Iterable<readonly [from: string, to: string]>): Graph {
  const graph = new Map<string, Set<string>>()
  for (const [from, to] of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  return graph
}

/** Returns the groups of nodes that reach one another, each group sorted. A graph without cycles has none. */
export function cycles(graph: Graph): string[][] {
  const reached = new Map(Array.from(graph.keys(), (node) => [node, reachableFrom(graph, node)]))
  const groups = new Map<string, string[]>()
  for (const [node, others] of reached) {
    if (!others.has(node)) continue
    const group = [...others].filter((other) => reached.get(other)?.has(node)).toSorted()
    groups.set(group[0], group)
  }
  return [...groups.values()]
}

function reachableFrom(graph: Graph, start: string): Set<string> {
  const seen = new Set<string>()
  const waiting = [...(graph.get(start) ?? [])]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    waiting.push(...(graph.get(node) ?? []))
  }
  return seen
}

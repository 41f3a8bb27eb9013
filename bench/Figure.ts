/** One line of the table: what was measured, what came out, and what is aimed at. */
export interface Figure {
  readonly what: string
  readonly value: string
  readonly aim?: string
}

/** How a bench is run. */
export interface BenchOptions {
  /** A fraction of the work, to see that everything runs. */
  readonly isShort: boolean
  /** Where the gateway's CPU profile goes; null = no profile is taken. */
  readonly profileDir: string | null
  /** Where the soak's picture goes; null = none is drawn. */
  readonly picture: string | null
}

/** The value below which `share` of the values lie; NaN of none. */
export const percentile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** "12 / 34 ms": the median and the 95th percentile. */
export const spread = (values: ReadonlyArray<number>): string =>
  `${percentile(values, 0.5).toFixed(0)} / ${percentile(values, 0.95).toFixed(0)} ms`

/** Lines of equal width for a terminal. */
export const table = (figures: ReadonlyArray<Figure>): string => {
  const widths = [figures.map(({ what }) => what.length), figures.map(({ value }) => value.length)]
  const [left, middle] = widths.map((column) => Math.max(0, ...column)) as [number, number]
  return figures
    .map(({ what, value, aim }) =>
      `${what.padEnd(left)}  ${value.padEnd(middle)}  ${aim === undefined ? "" : `aim ${aim}`}`.trimEnd()
    )
    .join("\n")
}

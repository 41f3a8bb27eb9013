/** The gateway at one moment of a soak, as its own /metrics says. */
export interface SoakSample {
  /** Seconds since the first command. */
  readonly at: number
  readonly rssMb: number
  readonly heapMb: number
  /** Share of one core since the sample before. */
  readonly cpu: number
  /** How much too late the event loop came to its timers since the sample before, 99 %, in milliseconds. */
  readonly lagMs: number
  /** Actors in memory, by kind. */
  readonly actors: Readonly<Record<string, number>>
  readonly answered: number
}

/** Memory that stays after a collection, in megabytes, and when. */
export interface Kept {
  readonly at: number
  readonly heapMb: number
}

const megabyte = 1_048_576

/** Reads samples from a gateway; each says what happened since the one before. */
export const makeSampler = (url: string, answered: () => number) => {
  const begun = performance.now()
  let before: { readonly at: number; readonly cpuSeconds: number } | null = null
  return async (): Promise<SoakSample> => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const at = (performance.now() - begun) / 1_000
    const cpuSeconds = valueOf(text, "process_cpu_seconds")
    const cpu = before === null ? 0 : (cpuSeconds - before.cpuSeconds) / (at - before.at)
    before = { at, cpuSeconds }
    return {
      at,
      cpu,
      rssMb: valueOf(text, "process_resident_memory_bytes") / megabyte,
      heapMb: valueOf(text, "nodejs_heap_size_used_bytes") / megabyte,
      lagMs: 1_000 * valueOf(text, 'nodejs_eventloop_lag_seconds{quantile="0.99"}'),
      actors: Object.fromEntries(
        [...text.matchAll(/^effect_cluster_entities\{type="([^"]+)"\} (\d+)/gm)].map(([, type, count]) => [
          type,
          Number(count)
        ])
      ),
      answered: answered()
    }
  }
}

const valueOf = (text: string, name: string): number => {
  const line = text.split("\n").find((one) => one.startsWith(`${name} `))
  if (line === undefined) throw new Error(`the gateway's metrics do not say ${name}`)
  return Number(line.slice(name.length + 1))
}

/** How much a value grows in a minute, by the least squares line through the samples. */
export const slopePerMinute = (
  samples: ReadonlyArray<SoakSample>,
  value: (sample: SoakSample) => number
): number => {
  const mean = (numbers: ReadonlyArray<number>) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
  const meanAt = mean(samples.map(({ at }) => at))
  const meanValue = mean(samples.map(value))
  const covariance = mean(samples.map((sample) => (sample.at - meanAt) * (value(sample) - meanValue)))
  return (60 * covariance) / mean(samples.map(({ at }) => (at - meanAt) ** 2))
}

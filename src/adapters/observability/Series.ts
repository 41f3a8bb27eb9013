import { Context, Metric } from "effect"

const nowhere = Context.empty()

/** A counter with these labels; their values must come from short fixed lists: never an id, a name or a text. */
export const counter = <const Labels extends ReadonlyArray<string>>(
  id: string,
  description: string,
  labels: Labels
) => {
  const of = series(Metric.counter(id, { description, incremental: true }), labels)
  return (values: Values<Labels>, by = 1) => of(values).updateUnsafe(by, nowhere)
}

/** A histogram of seconds, from 5 ms to a minute. */
export const seconds = <const Labels extends ReadonlyArray<string>>(
  id: string,
  description: string,
  labels: Labels
) => {
  const of = series(Metric.histogram(id, { description, boundaries }), labels)
  return (values: Values<Labels>, value: number) => of(values).updateUnsafe(value, nowhere)
}

type Values<Labels extends ReadonlyArray<string>> = { readonly [K in Labels[number]]: string }

const boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Each combination of values is made once, so that a count is a look into a Map and an addition. */
const series = <State>(metric: Metric.Metric<number, State>, labels: ReadonlyArray<string>) => {
  const known = new Map<string, Metric.Metric<number, State>>()
  return (values: Readonly<Record<string, string>>) => {
    let key = ""
    for (const label of labels) key += `${values[label]} `
    let one = known.get(key)
    if (one === undefined) {
      one = Metric.withAttributes(metric, values)
      known.set(key, one)
    }
    return one
  }
}

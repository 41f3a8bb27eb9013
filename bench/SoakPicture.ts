import type { Kept, SoakSample } from "./SoakSample.ts"

const width = 960
const height = 440
const left = 64
const right = 64
const top = 64
const bottom = 48

const colours = { rss: "#1d4ed8", heap: "#0f766e", cpu: "#b45309", grid: "#e5e7eb", text: "#374151" }

/** The next round number from which a scale can hang. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

const text = (x: number, y: number, said: string, more = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${said.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</text>`

/** A line chart of memory (left scale, megabytes) and CPU (right scale, percent of a core) over a soak, as SVG. */
export const drawSoak = (
  samples: ReadonlyArray<SoakSample>,
  kept: ReadonlyArray<Kept>,
  title: string
): string => {
  const seconds = Math.max(...samples.map(({ at }) => at), ...kept.map(({ at }) => at))
  const mostMb = roundUp(Math.max(...samples.map(({ rssMb }) => rssMb)))
  const mostCpu = roundUp(100 * Math.max(...samples.map(({ cpu }) => cpu)))
  const x = (at: number) => left + (at / seconds) * (width - left - right)
  const y = (share: number) => height - bottom - share * (height - top - bottom)
  const line = (points: ReadonlyArray<readonly [number, number]>, colour: string, dash = "") =>
    `<polyline fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round" ${dash} points="${points
      .map(([at, share]) => `${x(at).toFixed(1)},${y(share).toFixed(1)}`)
      .join(" ")}"/>`
  const steps = [0, 0.25, 0.5, 0.75, 1]
  const legend = [
    ["RSS, MB", colours.rss],
    ["heap after a collection, MB", colours.heap],
    ["CPU, % of a core", colours.cpu]
  ] as const
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13" fill="${colours.text}">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(left, 24, title, 'font-size="15" font-weight="600"'),
    ...legend.flatMap(([name, colour], n) => [
      `<rect x="${left + n * 220}" y="38" width="16" height="4" fill="${colour}"/>`,
      text(left + 22 + n * 220, 45, name)
    ]),
    ...steps.flatMap((share) => [
      `<line x1="${left}" x2="${width - right}" y1="${y(share)}" y2="${y(share)}" stroke="${colours.grid}"/>`,
      text(left - 8, y(share) + 4, (share * mostMb).toFixed(0), `text-anchor="end" fill="${colours.rss}"`),
      text(width - right + 8, y(share) + 4, `${(share * mostCpu).toFixed(0)} %`, `fill="${colours.cpu}"`),
      text(x(share * seconds), height - 24, `${(share * seconds).toFixed(0)} s`, 'text-anchor="middle"')
    ]),
    line(
      samples.slice(1).map(({ at, cpu }) => [at, (100 * cpu) / mostCpu]),
      colours.cpu,
      'stroke-opacity="0.8"'
    ),
    line(
      samples.map(({ at, rssMb }) => [at, rssMb / mostMb]),
      colours.rss
    ),
    line(
      kept.map(({ at, heapMb }) => [at, heapMb / mostMb]),
      colours.heap,
      'stroke-dasharray="6 4"'
    ),
    ...kept.map(
      ({ at, heapMb }) =>
        `<circle cx="${x(at).toFixed(1)}" cy="${y(heapMb / mostMb).toFixed(1)}" r="4" fill="${colours.heap}"/>`
    ),
    "</svg>"
  ].join("\n")}\n`
}

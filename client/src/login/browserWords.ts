const browsers = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//]
] as const
const systems = [
  ["Android", /\bAndroid\b/],
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/]
] as const

/** What a browser calls itself, in two words; the whole of it belongs into a tooltip. */
export const browserWords = (userAgent: string): string => {
  const browser = browsers.find(([, shape]) => shape.test(userAgent))?.[0]
  const system = systems.find(([, shape]) => shape.test(userAgent))?.[0]
  if (browser === undefined) return userAgent === "" ? "Unknown program" : userAgent.slice(0, 40)
  return system === undefined ? browser : `${browser} on ${system}`
}

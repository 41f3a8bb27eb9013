import { DEFAULT_CONNECTION_CONFIG } from "@whiskeysockets/baileys"
import type { WebVersion } from "../../../ports/WhatsAppVersions.ts"

/** The version that came with the library. */
export const bundled: WebVersion = [...DEFAULT_CONNECTION_CONFIG.version]

/** Whether `left` is newer than `right`. */
export const isNewer = (left: WebVersion, right: WebVersion): boolean => {
  const place = left.findIndex((part, index) => part !== right[index])
  return place >= 0 && left[place]! > right[place]!
}

/** The newest of several; those that are not known are passed over. */
export const newest = (first: WebVersion, ...others: ReadonlyArray<WebVersion | null>): WebVersion =>
  others.reduce<WebVersion>((best, one) => (one !== null && isNewer(one, best) ? one : best), first)

/** Reads a version as people write it: "2.3000.1043857760". The setting's schema has checked its form. */
export const parseVersion = (text: string): WebVersion => {
  const [primary = 0, secondary = 0, tertiary = 0] = text.split(".").map(Number)
  return [primary, secondary, tertiary]
}

/** The version in WhatsApp Web's service worker, which names it as `client_revision`; null when it does not. */
export const versionInServiceWorker = (source: string): WebVersion | null => {
  const revision = /client_revision\\?["']?\s*[:=]\s*\\?["']?(\d{6,12})\b/.exec(source)?.[1]
  return revision === undefined ? null : [2, 3000, Number(revision)]
}

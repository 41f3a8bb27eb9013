import type { ProviderImport } from "../api/ProviderGateway.ts"
import { formatCount } from "../time/formatTime.ts"

const count = (value: number, one: string, many: string) =>
  `${formatCount(value)} ${value === 1 ? one : many}`

/** The counts of an import in a sentence: "2 new providers: Rush, Provider 4. 3 were known. 12 orders are your own staff's." */
export const importWords = ({ added, known, manualOrders, new: fresh }: ProviderImport): string => {
  if (fresh + known + manualOrders === 0) {
    return "No provider was found: the panel names none in the orders that could be read."
  }
  const names = added.map(({ alias }) => alias).join(", ")
  return [
    fresh === 0 ? "No new provider." : `${count(fresh, "new provider", "new providers")}: ${names}.`,
    ...(known === 0 ? [] : [`${count(known, "was", "were")} known.`]),
    ...(manualOrders === 0
      ? []
      : [`${count(manualOrders, "order is", "orders are")} delivered by hand, which is no provider.`])
  ].join(" ")
}

import { normalizeProvider } from "../ProviderName.ts"

/** What a panel's rows say of who delivers. `name` is null where a row does not say, "" and "N/A" are manual. */
export interface ProviderSightings {
  /** As the panel writes them, one spelling of each. */
  readonly names: ReadonlyArray<string>
  readonly orders: number
  readonly manualOrders: number
}

/** Collects names while a panel is looked through; each order counts once. */
export const sightings = () => {
  const names = new Map<string, string>()
  const orders = new Map<string, boolean>()
  const name = (text: string): boolean => {
    const key = normalizeProvider(text)
    if (key !== null && !names.has(key)) names.set(key, text.trim().slice(0, longestName))
    return key === null
  }
  return {
    /** Somebody of the panel's list of providers. */
    name,
    /** An order; null = the row does not say who delivers. */
    order: (id: string, provider: string | null) => {
      if (provider !== null) orders.set(id, name(provider))
      else if (!orders.has(id)) orders.set(id, false)
    },
    all: (): ProviderSightings => ({
      names: [...names.values()],
      orders: orders.size,
      manualOrders: [...orders.values()].filter((isManual) => isManual).length
    })
  }
}

/** As much of a name as is kept. */
const longestName = 300

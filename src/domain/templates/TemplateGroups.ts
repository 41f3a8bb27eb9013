import { bulkTexts } from "./BulkTexts.ts"
import { customerTexts } from "./CustomerTexts.ts"
import { orderTexts } from "./OrderTexts.ts"
import { wordTexts } from "./WordTexts.ts"

/** A kind of text: what may stand in its `{…}`, and what it looks like with somebody's data. */
export interface TemplateGroup {
  readonly name: "orders" | "bulk" | "customers" | "words"
  readonly texts: Readonly<Record<string, string>>
  /** The names that are filled in, with an example each. */
  readonly variables: Readonly<Record<string, string>>
}

const order = {
  order_id: "492007588",
  order_ids: "492007588, 492007589",
  command: "Cancel",
  username: "ravi77",
  status: "Completed",
  current_status: "Completed",
  service: "Instagram Followers | 30 Days Refill",
  link: "https://instagram.com/p/example",
  quantity: "1000",
  start_count: "250",
  remains: "0",
  hours: "12",
  panels: "Fast Panel, Gold Panel",
  panel: "Fast Panel",
  window: "12 hours",
  wait: "3 hours",
  support_number: "+977 980-0000000"
}

/** Every text by kind, for the page that edits them (WF-01). */
export const templateGroups: ReadonlyArray<TemplateGroup> = [
  { name: "orders", texts: orderTexts, variables: order },
  {
    name: "bulk",
    texts: bulkTexts,
    variables: {
      ...order,
      count: "3",
      limit: "100",
      total: "5",
      ok: "3",
      failed: "2",
      skipped: "2",
      groups: "✅ Added (3): 492007588, 492007589, 492007590",
      reason: "order is Completed"
    }
  },
  {
    name: "customers",
    texts: customerTexts,
    variables: {
      username: "ravi77",
      support_number: "+977 980-0000000",
      code: "RD-7K3F9QXY",
      hours: "24",
      email: "r•••@e•••.com",
      balance: "12.50",
      spent: "431.20",
      currency: "USD",
      minutes: "5"
    }
  },
  { name: "words", texts: wordTexts, variables: { count: "3" } }
]

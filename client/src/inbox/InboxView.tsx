import MessagesSquare from "lucide-solid/icons/messages-square"
import { createSignal, lazy, Show, Suspense } from "solid-js"
import { EmptyState } from "../ui/EmptyState.tsx"
import { createKeptThreads } from "../live/createKeptThreads.ts"
import { createMedia } from "../ui/createMedia.ts"
import { ConversationList } from "./ConversationList.tsx"
import { ContextPane } from "./ContextPane.tsx"
import { createDetail } from "./createDetail.ts"
import { createInbox } from "./createInbox.ts"
import { ThreadView } from "./ThreadView.tsx"

const Drawer = lazy(async () => ({ default: (await import("../ui/Drawer.tsx")).Drawer }))

/** The desk: list, thread and context side by side; one at a time on a phone. */
const InboxView = () => {
  const inbox = createInbox()
  const detail = createDetail(inbox.openId, inbox.row)
  const kept = createKeptThreads()
  const isWide = createMedia("(min-width: 1200px)")
  const [isContextOpen, setContextOpen] = createSignal(false)
  const [shownOrder, setShownOrder] = createSignal<string | null>(null)
  const showOrder = (orderId: string) => {
    setShownOrder(null)
    setShownOrder(orderId)
    if (!isWide()) setContextOpen(true)
  }

  return (
    <div class="flex h-full">
      <h1 class="sr-only">Desk</h1>
      <section
        aria-label="Conversations"
        class="min-h-0 w-full shrink-0 flex-col border-line md:flex md:w-70 md:border-r lg:w-80"
        classList={{ hidden: inbox.openId() !== null, flex: inbox.openId() === null }}
      >
        <ConversationList inbox={inbox} />
      </section>
      <Show
        when={inbox.openId()}
        fallback={
          <div class="hidden flex-1 md:block">
            <Show when={inbox.rows.items().length > 0}>
              <EmptyState
                icon={<MessagesSquare />}
                text="Open a conversation on the left."
                hint="J and K walk through the list, / searches it."
              />
            </Show>
          </div>
        }
      >
        {(id) => (
          <>
            <ThreadView
              id={id()}
              detail={detail}
              closeHref={inbox.closeHref()}
              onContext={isWide() ? undefined : () => setContextOpen(true)}
              onOrder={showOrder}
              kept={kept}
            />
            <Show
              when={isWide()}
              fallback={
                <Show when={isContextOpen()}>
                  <Suspense>
                    <Drawer isOpen title="Conversation" onClose={() => setContextOpen(false)}>
                      <ContextPane detail={detail} shownOrder={shownOrder()} />
                    </Drawer>
                  </Suspense>
                </Show>
              }
            >
              <aside
                aria-label="Customer, orders and requests"
                class="w-76 shrink-0 overflow-y-auto scroll-thin border-l border-line"
              >
                <ContextPane detail={detail} shownOrder={shownOrder()} />
              </aside>
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

export default InboxView

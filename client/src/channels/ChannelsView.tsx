import { useSearchParams } from "@solidjs/router"
import Plus from "lucide-solid/icons/plus"
import Radio from "lucide-solid/icons/radio"
import { For, Match, Show, Switch } from "solid-js"
import { Button } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { PageHead } from "../ui/PageHead.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import { AddChannel } from "./AddChannel.tsx"
import { ChannelRow } from "./ChannelRow.tsx"
import { ChatsDrawer } from "./ChatsDrawer.tsx"
import { createChannels } from "./createChannels.ts"
import { ScanDialog } from "./ScanDialog.tsx"
import { WebhookDialog } from "./WebhookDialog.tsx"

/** The numbers and bots that customers write to. What is open is in the address. */
const ChannelsView = () => {
  const channels = createChannels()
  const [query, setQuery] = useSearchParams<{ add?: string; scan?: string; chats?: string; hook?: string }>()
  const named = (id: string | undefined) => (id === undefined ? undefined : channels.byId().get(id))
  const startAdding = () => setQuery({ add: "yes" })
  return (
    <div class="flex h-full flex-col">
      <PageHead title="Channels">
        <Button look="solid" class="ml-auto" onClick={startAdding}>
          <Plus class="size-4" aria-hidden="true" />
          Add channel
        </Button>
      </PageHead>
      <div class="min-h-0 flex-1 overflow-y-auto">
        <Switch>
          <Match when={channels.trouble()}>
            {(trouble) => <ErrorBox trouble={trouble()} onRetry={channels.reload} />}
          </Match>
          <Match when={channels.channels() === null}>
            <SkeletonRows count={3} rowClass="h-16" />
          </Match>
          <Match when={channels.channels()?.length === 0}>
            <EmptyState
              icon={<Radio />}
              text="No channel yet."
              hint="Connect the WhatsApp number or the Telegram bot that your customers write to. It takes a minute."
            >
              <Button look="solid" onClick={startAdding}>
                Connect a WhatsApp number
              </Button>
            </EmptyState>
          </Match>
          <Match when={channels.channels()}>
            {(list) => (
              <ul aria-label="Channels">
                <For each={list().map((channel) => channel.id)}>
                  {(id) => (
                    <Show when={channels.byId().get(id)}>
                      {(channel) => (
                        <ChannelRow
                          channel={channel()}
                          isBusy={channels.busy().has(id)}
                          trouble={channels.orderTrouble().get(id)}
                          onOrder={(order) => {
                            void channels.order(id, order)
                            if (order === "reconnect" && channel().kind === "whatsapp") setQuery({ scan: id })
                          }}
                          onScan={() => setQuery({ scan: id })}
                          onChats={() => setQuery({ chats: id })}
                          onWebhook={() => setQuery({ hook: id })}
                        />
                      )}
                    </Show>
                  )}
                </For>
              </ul>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={query.add !== undefined}>
        <AddChannel
          onAdd={channels.add}
          onClose={() => setQuery({ add: null })}
          onAdded={(id, kind) =>
            setQuery({
              add: null,
              ...(kind === "whatsapp" ? { scan: id } : kind === "whatsapp_cloud" ? { hook: id } : {})
            })
          }
        />
      </Show>
      <Show when={named(query.scan)}>
        {(channel) => (
          <ScanDialog
            channel={channel()}
            isBusy={channels.busy().has(channel().id)}
            trouble={channels.orderTrouble().get(channel().id)}
            onReconnect={() => void channels.order(channel().id, "reconnect")}
            onClose={() => setQuery({ scan: null })}
          />
        )}
      </Show>
      <Show when={named(query.hook)}>
        {(channel) => <WebhookDialog channel={channel()} onClose={() => setQuery({ hook: null })} />}
      </Show>
      <Show when={named(query.chats)}>
        {(channel) => <ChatsDrawer channel={channel()} onClose={() => setQuery({ chats: null })} />}
      </Show>
    </div>
  )
}

export default ChannelsView

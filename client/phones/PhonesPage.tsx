import QrCode from "lucide-solid/icons/qr-code"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import { Brand } from "../src/app/Bar.tsx"
import { Button } from "../src/ui/Button.tsx"
import { ErrorBox } from "../src/ui/ErrorBox.tsx"
import { StatusBadge } from "../src/ui/StatusBadge.tsx"
import { createPhones } from "./createPhones.ts"
import { PhoneView } from "./PhoneView.tsx"
import { ScanDialog } from "./ScanDialog.tsx"

/** The other side of the gateway: phones of customers and of a provider, side by side. */
export const PhonesPage = () => {
  const phones = createPhones()
  const [isScanning, setScanning] = createSignal(false)
  return (
    <div class="flex h-dvh flex-col">
      <header class="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-2">
        <Brand />
        <h1 class="font-medium">Demo phones</h1>
        <p class="order-last basis-full text-muted md:order-none md:basis-auto">
          Write as a customer or as the provider; the gateway answers on its own.
        </p>
        <span class="ml-auto flex items-center gap-3">
          <span role="status" class="max-sm:sr-only">
            <StatusBadge
              tone={phones.isLive() ? "ok" : "warn"}
              label={phones.isLive() ? "Live" : "Connecting"}
            />
          </span>
          <Button onClick={() => setScanning(true)}>
            <QrCode class="size-4" aria-hidden="true" />
            Scan QR
          </Button>
        </span>
      </header>
      <main class="flex min-h-0 flex-1 snap-x snap-mandatory gap-6 overflow-x-auto overflow-y-hidden p-4 md:snap-none md:justify-center-safe md:p-6">
        <Switch>
          <Match when={phones.phones()}>
            {(list) => (
              <For each={list()}>
                {(phone) => (
                  <PhoneView
                    phone={phone}
                    messages={phones.messages(phone.id)}
                    isFresh={phones.isFresh(phone.id)}
                    onType={(text) => phones.type(phone.id, text)}
                  />
                )}
              </For>
            )}
          </Match>
          <Match when={phones.trouble()}>
            {(trouble) => <ErrorBox trouble={trouble()} onRetry={phones.reload} />}
          </Match>
          <Match when={true}>
            <For each={[1, 2, 3, 4]}>
              {() => <div class="skeleton h-full max-h-168 w-75 shrink-0 rounded-[36px]!" />}
            </For>
          </Match>
        </Switch>
      </main>
      <Show when={isScanning()}>
        <ScanDialog onClose={() => setScanning(false)} />
      </Show>
    </div>
  )
}

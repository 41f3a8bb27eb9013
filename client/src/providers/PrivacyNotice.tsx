import ShieldCheck from "lucide-solid/icons/shield-check"
import { For, Show } from "solid-js"
import { getPrivacyNotice } from "../api/ProviderGateway.ts"
import { createLoaded } from "../live/createLoaded.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"

/** What is stored of panels and providers and who sees it, as the gateway says it of this workspace (PR-04). */
export const PrivacyNotice = () => {
  const notice = createLoaded(getPrivacyNotice)
  return (
    <section aria-label="Privacy" class="border-t border-line bg-surface px-3 py-4 md:px-4">
      <h2 class="mb-2 flex items-center gap-2 font-semibold">
        <ShieldCheck class="size-4 text-muted" aria-hidden="true" />
        What is stored, and who sees it
      </h2>
      <Show when={notice.trouble()}>
        {(trouble) => (
          <div class="-mx-3">
            <ErrorBox trouble={trouble()} onRetry={notice.reload} />
          </div>
        )}
      </Show>
      <ul class="max-w-[80ch] gap-x-10 text-muted xl:max-w-[170ch] xl:columns-2">
        <For each={notice.value() ?? []}>
          {(sentence) => <li class="mb-1.5 break-inside-avoid">{sentence.text}</li>}
        </For>
      </ul>
    </section>
  )
}

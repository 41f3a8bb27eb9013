import Download from "lucide-solid/icons/download"
import FileText from "lucide-solid/icons/file-text"
import Film from "lucide-solid/icons/film"
import Image from "lucide-solid/icons/image"
import Mic from "lucide-solid/icons/mic"
import Sticker from "lucide-solid/icons/sticker"
import { Match, Show, Switch, type Component } from "solid-js"
import { Dynamic } from "solid-js/web"
import { mediaPath } from "../api/MediaGateway.ts"
import type { Message } from "../api/Views.ts"
import { Button } from "../ui/Button.tsx"
import { kindWords } from "../words/fileWords.ts"
import { sizeWords } from "../words/sizeWords.ts"
import { createMediaFile } from "./createMediaFile.ts"

type Kind = "image" | "video" | "audio" | "document" | "sticker"

const icons: Record<Kind, Component<{ class?: string }>> = {
  image: Image,
  video: Film,
  audio: Mic,
  document: FileText,
  sticker: Sticker
}

/** Of pictures whose own size nobody says. */
const usual = { width: 4, height: 3 }

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`

/** The file of a message: its place is kept from the beginning, so that nothing moves when it comes. */
export const MediaPart = (props: { readonly message: Message }) => {
  const file = createMediaFile(() => props.message)
  const kind = () => props.message.kind as Kind
  const media = () => props.message.media
  const path = () => mediaPath(props.message.id)
  const name = () => media()?.name ?? kindWords[kind()]
  const facts = () => {
    const { size = null, seconds = null } = media() ?? {}
    return [
      ...(seconds === null || seconds === 0 ? [] : [clock(seconds)]),
      ...(size === null ? [] : [sizeWords(size)])
    ].join(" · ")
  }
  const isPending = () => props.message.version === 0
  const isBox = () => kind() === "image" || kind() === "video"
  const shape = () => {
    const { width = null, height = null } = media() ?? {}
    const box = width === null || height === null ? usual : { width, height }
    // Neither a ribbon nor a tower.
    const ratio = Math.min(2, Math.max(0.5, box.width / box.height))
    return { "aspect-ratio": String(ratio), width: `${ratio < 1 ? 20 * ratio : 20}rem` }
  }
  const save = async () => {
    if (!file.isHere() && !(await file.open())) return
    const link = document.createElement("a")
    link.href = path()
    link.download = media()?.name ?? ""
    link.click()
  }
  return (
    <div class="my-1" data-media={kind()}>
      <div
        class="flex items-center justify-center overflow-hidden"
        classList={{
          "max-w-full rounded-md border border-line bg-bg": isBox(),
          "min-h-10 w-72 max-w-full": !isBox()
        }}
        style={isBox() ? shape() : {}}
      >
        <Switch>
          <Match when={file.isShown() && kind() === "image"}>
            <img
              src={path()}
              alt={props.message.text === "" ? name() : props.message.text}
              loading="lazy"
              class="size-full object-contain"
              onError={file.onBroken}
            />
          </Match>
          <Match when={file.isShown() && kind() === "video"}>
            <video src={path()} controls preload="metadata" class="size-full" onError={file.onBroken} />
          </Match>
          <Match when={file.isShown() && kind() === "audio"}>
            <audio src={path()} controls preload="metadata" class="h-10 w-full" onError={file.onBroken} />
          </Match>
          <Match when={true}>
            <div
              class="flex min-w-0 flex-1 items-center gap-2 p-2"
              classList={{ "flex-col text-center": isBox() }}
            >
              <Dynamic component={icons[kind()]} class="size-5 shrink-0 text-muted" aria-hidden="true" />
              <p class="max-w-full min-w-0 flex-1">
                <span class="block truncate">{name()}</span>
                <span class="figures block text-xs text-muted">{facts()}</span>
              </p>
              <Show when={!isPending()}>
                <Show
                  when={isBox() || kind() === "audio"}
                  fallback={
                    <Button
                      look="quiet"
                      isBusy={file.isBusy()}
                      onClick={() => void save()}
                      aria-label={`Save ${name()}`}
                    >
                      <Download class="size-4" aria-hidden="true" />
                      {file.isBusy() ? "Loading…" : "Save"}
                    </Button>
                  }
                >
                  <Button
                    look="outline"
                    isBusy={file.isBusy()}
                    onClick={() => void (file.isHere() ? save() : file.open())}
                  >
                    {file.isBusy()
                      ? "Loading…"
                      : file.isHere()
                        ? "Save"
                        : file.trouble()
                          ? "Try again"
                          : "Load"}
                  </Button>
                </Show>
              </Show>
            </div>
          </Match>
        </Switch>
      </div>
      <Show when={isBox() || kind() === "audio"}>
        <p class="flex h-6 items-center pointer-coarse:h-10">
          <Show when={file.isShown()}>
            <a
              href={path()}
              download={media()?.name ?? ""}
              class="inline-flex h-full items-center gap-1 text-xs text-muted hover:text-text"
            >
              <Download class="size-3.5" aria-hidden="true" />
              Save <span class="figures">{facts()}</span>
            </a>
          </Show>
        </p>
      </Show>
      <Show when={file.trouble()}>
        {(trouble) => (
          <p role="alert" class="mt-1 max-w-80 text-xs text-bad">
            {trouble().message}
          </p>
        )}
      </Show>
    </div>
  )
}

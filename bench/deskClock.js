// Runs in the browser's page, for bench/desk.ts: how long things take until they are painted, in milliseconds.
//   open(href)   from the click on a row of the list to the frame in which its newest message stands
//   fetch(path)  one request and its whole answer, without the page
//   frame()      to the end of the next painted frame: what nothing on a screen can beat
//   watch()      begins to look for texts that end with "at <Unix milliseconds>"
//   seen()       from those times to the frames in which the texts stood, in the list and in the thread
{
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener("message", () => resolve(), { once: true })
        port1.start()
        port2.postMessage(null)
      })
    })
  const newestOf = async (href) => {
    const id = href.split("/")[2] ?? ""
    const answer = await fetch(`/api/conversations/${id}/messages?limit=1`)
    const { items } = await answer.json()
    return items[0]?.id ?? ""
  }
  const list = []
  const thread = []
  const known = { list: new Set(), thread: new Set() }
  const look = () => {
    const places = [
      ["list", "[aria-label=Conversations] [role=listitem]"],
      ["thread", "[role=log] article"]
    ]
    const found = []
    for (const [place, selector] of places) {
      for (const element of document.querySelectorAll(selector)) {
        const at = /at (\d{13})/.exec(element.textContent ?? "")?.[1]
        if (at === undefined || known[place].has(at)) continue
        known[place].add(at)
        found.push([place === "list" ? list : thread, Number(at)])
      }
    }
    if (found.length === 0) return
    void painted().then(() => {
      for (const [delays, at] of found) delays.push(Date.now() - at)
    })
  }
  window.deskClock = {
    open: async (href) => {
      const wanted = await newestOf(href)
      const link = document.querySelector(`[role=listitem] a[href="${href}"]`)
      const begun = performance.now()
      if (link === null) throw new Error(`no row of ${href} is drawn`)
      link.click()
      const isThere = () => document.querySelector(`[data-message="${wanted}"]`) !== null
      await new Promise((resolve, reject) => {
        if (isThere()) return resolve()
        setTimeout(() => reject(new Error(`${wanted} of ${href} is not on the screen`)), 20_000)
        const observer = new MutationObserver(() => {
          if (!isThere()) return
          observer.disconnect()
          resolve()
        })
        observer.observe(document.body, { childList: true, subtree: true })
      })
      await painted()
      return performance.now() - begun
    },
    fetch: async (path) => {
      const begun = performance.now()
      await (await fetch(path)).text()
      return performance.now() - begun
    },
    frame: async () => {
      const begun = performance.now()
      await painted()
      return performance.now() - begun
    },
    watch: () => {
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true
      })
    },
    seen: () => ({ list, thread })
  }
}

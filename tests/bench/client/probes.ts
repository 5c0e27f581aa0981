/**
 * What runs inside the measured page. Times are the page's own: from the moment the browser had the input
 * to the moment after the picture that shows its effect was drawn.
 */
export interface Probes {
  /** When the first card of the board was there. */
  firstCardAt: number
  /** From now on keeps how long each picture took. */
  startFrames(): void
  /** Milliseconds from one picture to the next. */
  endFrames(): number[]
  /** Times the next key press until the card has left its column on the screen. */
  armKey(card: string): void
  keyTime(): Promise<KeyTime>
  /** Times the next press and move of the mouse until a card is in the hand on the screen. */
  armDrag(): void
  dragTime(): Promise<number>
}
export interface KeyTime {
  ms: number
  /** Pictures that were drawn between the key and its effect: none where it was in the very next one. */
  framesBetween: number
}

declare global {
  interface Window {
    probes: Probes
  }
}

/** Sent to the page as text: it sees nothing outside itself. */
export function plantProbes(): void {
  const drawn = (then: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = then
      channel.port2.postMessage(null)
    })
  /** Resolves once `isSo`, looked at whenever anything in the page changes. */
  const whenever = (isSo: () => boolean, then: () => void) => {
    const watcher = new MutationObserver(() => {
      if (!isSo()) return
      watcher.disconnect()
      then()
    })
    watcher.observe(document, { subtree: true, childList: true, attributes: true })
  }
  const once = <Kind extends keyof DocumentEventMap>(
    kind: Kind,
    heard: (event: DocumentEventMap[Kind]) => boolean,
  ) => {
    const listen = (event: DocumentEventMap[Kind]) => {
      if (heard(event)) document.removeEventListener(kind, listen, true)
    }
    document.addEventListener(kind, listen, true)
  }

  let frames: number[] | null = null
  let keyed: Promise<KeyTime> = Promise.reject(new Error('not armed'))
  let dragged: Promise<number> = Promise.reject(new Error('not armed'))
  keyed.catch(() => {})
  dragged.catch(() => {})

  whenever(
    () => document.querySelector('[data-open]') !== null,
    () => {
      window.probes.firstCardAt = performance.now()
    },
  )
  window.probes = {
    firstCardAt: Number.POSITIVE_INFINITY,
    startFrames() {
      const mine: number[] = []
      frames = mine
      let last = performance.now()
      const next = (now: number) => {
        if (frames !== mine) return
        mine.push(now - last)
        last = now
        requestAnimationFrame(next)
      }
      requestAnimationFrame((now) => {
        last = now
        requestAnimationFrame(next)
      })
    },
    endFrames() {
      const mine = frames ?? []
      frames = null
      return mine
    },
    armKey(card) {
      keyed = new Promise((resolve) => {
        once('keydown', ({ timeStamp }) => {
          let framesBetween = 0
          let isCounting = true
          const count = () => {
            if (!isCounting) return
            framesBetween += 1
            requestAnimationFrame(count)
          }
          requestAnimationFrame(count)
          const isGone = () => !document.querySelector(`[data-column="unsorted"] [data-card="${card}"]`)
          whenever(isGone, () => {
            isCounting = false
            drawn(() => resolve({ ms: performance.now() - timeStamp, framesBetween }))
          })
          return true
        })
      })
    },
    keyTime: () => keyed,
    armDrag() {
      dragged = new Promise((resolve) => {
        let from: { x: number; y: number } | null = null
        once('mousedown', ({ clientX: x, clientY: y }) => {
          from = { x, y }
          return true
        })
        once('mousemove', ({ clientX, clientY, timeStamp }) => {
          // Below six pixels it is a click that trembles.
          if (!from || Math.hypot(clientX - from.x, clientY - from.y) < 6) return false
          whenever(
            () => document.querySelector('[class*="carried"]') !== null,
            () => drawn(() => resolve(performance.now() - timeStamp)),
          )
          return true
        })
      })
    },
    dragTime: () => dragged,
  }
}

/**
 * Words that try to be more than words.
 */
export const HOSTILE = {
  script: '<script>window.pwned = true</script>',
  image: '"><img src=x onerror="window.pwned = true">',
  frame: '<iframe srcdoc="<script>parent.pwned = true</script>"></iframe>',
  address: 'javascript:window.pwned=true',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what somebody would send
  template: '${window.pwned = true}{{constructor.constructor("window.pwned = true")()}}',
  turned: 'Ama \u202eeciffo eht morf\u202c',
  isolate: 'Ama \u2066\u202eimdA',
  unseen: 'Gr\u200bace\ufeff O\u2060sei',
  formula: '=HYPERLINK("https://evil.example","Click")',
} as const

/** Marks that turn the direction of what follows, and characters of no width. */
export const UNSEEN_MARKS = /[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]/

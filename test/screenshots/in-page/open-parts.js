// Runs in the page, as one expression: what of it is not yet as it will stay. Pictures out of sight may be lazy, and never come.
;(() => {
  const inSight = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  }
  const open = (selector, isOpen) =>
    [...document.querySelectorAll(selector)].filter((one) => inSight(one) && isOpen(one)).map(() => selector)
  // 3 is NETWORK_NO_SOURCE: it will not come.
  const loads = (media) => !media.error && media.preload !== 'none' && media.networkState !== 3
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity
  return [
    ...open('img', (img) => !img.complete),
    ...open('video', (video) => loads(video) && video.readyState < 2),
    ...open('audio', (audio) => loads(audio) && audio.readyState < 1),
    ...open('[aria-busy=true]', () => true),
    ...(document.fonts.status === 'loaded' ? [] : ['fonts']),
    ...document
      .getAnimations()
      .filter((animation) => animation.playState === 'running' && ends(animation))
      .map(() => 'animation'),
  ]
})()

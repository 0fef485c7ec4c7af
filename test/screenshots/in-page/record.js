// Runs in the page, as one expression: a function that films a picture, the camera moving over it, and gives the film in Base64.
;async ({ picture, width, height, seconds, from, to }) => {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const context = canvas.getContext('2d')
  const image = await createImageBitmap(await (await fetch(picture)).blob())
  const draw = (time) => {
    const along = 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, time))
    const [x, y, zoom] = from.map((start, i) => start + (to[i] - start) * along)
    const scale = Math.max(width / image.width, height / image.height) * zoom
    const [wide, high] = [image.width * scale, image.height * scale]
    context.drawImage(image, (width - wide) * x, (height - high) * y, wide, high)
  }
  draw(0)
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4;codecs=avc1.42E01E', videoBitsPerSecond: 2_500_000 })
  const chunks = []
  recorder.ondataavailable = ({ data }) => chunks.push(data)
  const stopped = new Promise((done) => {
    recorder.onstop = done
  })
  recorder.start()
  const began = performance.now()
  for (let time = 0; time < seconds; time = (performance.now() - began) / 1000) {
    draw(time / seconds)
    await new Promise((done) => setTimeout(done, 40))
  }
  recorder.stop()
  await stopped
  return await new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result.split(',')[1])
    reader.readAsDataURL(new Blob(chunks))
  })
}

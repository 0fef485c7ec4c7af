/** The library's pictures by the names that people give files, those that look best first. */

export interface Picture {
  name: string
  /** The file in `scenes/`, and what it exports. */
  scene: [file: string, maker: string]
  alt?: string
}

export const PICTURES: Picture[] = [
  { name: 'sunrise-over-ridge.jpg', scene: ['mountains', 'sunriseOverRidge'], alt: 'Snow-covered peaks in the first light of the day' },
  { name: 'oranges-and-limes.jpg', scene: ['studio', 'oranges'], alt: 'Four oranges stacked on a pale table, two limes beside them' },
  { name: 'misty-valley.jpg', scene: ['valleys', 'mistyValley'], alt: 'Wooded hills, one behind the other, in morning mist' },
  { name: 'IMG_4127.JPG', scene: ['night', 'evenSea'] },
  { name: 'hero@2x.png', scene: ['studio', 'spheresPng'], alt: 'Coloured balls on a lilac ground' },
  { name: 'Aurora, Lofoten.jpg', scene: ['night', 'aurora'], alt: 'Green northern lights above a dark row of firs' },
  { name: 'red-canyon.jpg', scene: ['deserts', 'canyon'], alt: 'Terraces of red rock under a wide sky' },
  { name: 'Рассвет над вулканом.jpg', scene: ['mountains', 'volcano'], alt: 'Заснеженный вулкан на рассвете, отражённый в озере' },
  { name: 'foliage-background.jpg', scene: ['botany', 'foliage'] },
  {
    name: 'poster-form-und-farbe.jpg',
    scene: ['posters', 'bauhaus'],
    alt: 'Poster: Form & Farbe, Ausstellung, 12. März bis 30. Juni 2026',
  },
  { name: 'lake-reflection.jpg', scene: ['valleys', 'lake'], alt: 'A still lake with green shores and snowy mountains' },
  { name: 'marbled-paper-03.jpg', scene: ['abstract', 'marbled'] },
  { name: 'Team offsite 2026.jpg', scene: ['valleys', 'islands'], alt: 'The sun goes down behind the islands that we sailed to' },
  { name: 'skyline-dusk.jpg', scene: ['city', 'skyline'], alt: 'A city by the water at dusk, windows lit' },
  { name: 'winter-ridge-blue-hour.jpg', scene: ['mountains', 'blueHour'] },
  { name: 'marigold-logo.png', scene: ['posters', 'logo'], alt: 'Marigold' },
  { name: 'dunes.jpg', scene: ['deserts', 'dunes'], alt: 'Rippled sand in low sun' },
  { name: 'Dolomites panorama (stitched).jpg', scene: ['mountains', 'panorama'] },
  { name: 'foggy-forest.jpg', scene: ['woods', 'foggyForest'], alt: 'Firs that fade into fog' },
  { name: 'plums.jpg', scene: ['studio', 'plums'] },
  { name: 'concert-low-tide.jpg', scene: ['posters', 'concert'], alt: 'Poster: Low Tide, Fri 21 Aug 2026, Harbour Hall' },
  { name: 'pool-tiles.jpg', scene: ['abstract', 'pool'] },
  { name: 'milky-way.jpg', scene: ['night', 'milkyWay'], alt: 'The Milky Way above a wood' },
  { name: 'botanical-plate-12.png', scene: ['botany', 'penDrawing'], alt: 'Pen drawing of two flowers and three sprigs' },
  { name: 'facade-study.jpg', scene: ['city', 'facade'] },
  { name: 'paper-waves.jpg', scene: ['abstract', 'paper'] },
  {
    name: 'visitors-2025.png',
    scene: ['posters', 'figures'],
    alt: 'Bar chart: visitors in 2025 grew from 55,000 in January to 110,000 in December',
  },
  { name: 'city-lights-bokeh.jpg', scene: ['night', 'bokeh'] },
  {
    name: 'Spring campaign 2026 – evening light over the hills, final selection, retouched, colour-corrected for print (v7, approved).jpg',
    scene: ['valleys', 'hills'],
  },
  { name: 'birches.jpg', scene: ['woods', 'birches'] },
  { name: 'orbit-loader.gif', scene: ['posters', 'loader'] },
]

/* Photos as small as they may be: at most 1600 pixels a side, as JPEG, without what the camera wrote into them. */

export const LONGEST_SIDE = 1600;
export const LARGEST_FILE = 20_000_000;

export const uniqueName = (ending) => `${crypto.randomUUID().slice(0, 13)}.${ending}`;

export async function scaledDown(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const factor = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * factor));
  canvas.height = Math.max(1, Math.round(picture.height * factor));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
  if (!blob) throw new Error("no picture");
  return new File([blob], uniqueName("jpg"), { type: "image/jpeg" });
}

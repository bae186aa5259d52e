/* Where the device is, if the person allows it. */

export function position({ patience = 20_000 } = {}) {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new Error("none"));
      return;
    }
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, {
      enableHighAccuracy: true,
      timeout: patience,
      maximumAge: 60_000,
    });
  });
}

/* The fields of a record; nothing when the place is not known. */
export async function placeOfRecord() {
  try {
    const state = await navigator.permissions?.query({ name: "geolocation" });
    if (state?.state !== "granted") return {}; // nobody is asked in the middle of a talk
    const { latitude, longitude, accuracy } = await position({ patience: 3_000 });
    return { lat: round(latitude), lon: round(longitude), accuracy: Math.round(accuracy) };
  } catch {
    return {};
  }
}

export const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

package assets

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// The ratios of WCAG 2.2: 1.4.3 and 1.4.6 for text, 1.4.11 for what is not text.
const (
	text        = 4.5
	textAllDay  = 7.0
	shapeOrLine = 3.0
)

var token = regexp.MustCompile(`--wm-([a-z-]+): #([0-9a-f]{6});`)

// colours reads the tokens of the style, by name.
func colours(t *testing.T) map[string]uint64 {
	t.Helper()
	style, err := os.ReadFile("src/waymark.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]uint64{}
	for _, match := range token.FindAllStringSubmatch(string(style), -1) {
		value, err := strconv.ParseUint(match[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[match[1]] = value
	}
	return out
}

// luminance is that of WCAG 2.2, of a colour as 0xRRGGBB.
func luminance(colour uint64) float64 {
	channel := func(shift uint) float64 {
		c := float64(colour>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}

func contrast(a, b uint64) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func TestContrastOfKnownColours(t *testing.T) {
	for name, tc := range map[string]struct {
		a, b uint64
		want float64
	}{
		"blackOnWhite": {0x000000, 0xffffff, 21},
		"greyOnWhite":  {0xffffff, 0x767676, 4.54},
		"same":         {0x123456, 0x123456, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := contrast(tc.a, tc.b); math.Abs(got-tc.want) > 0.01 {
				t.Errorf("%.2f", got)
			}
		})
	}
}

func TestColoursCanBeRead(t *testing.T) {
	all := colours(t)
	for _, pair := range []struct {
		front, back string
		least       float64
	}{
		{"ink", "paper", textAllDay}, {"ink", "ground", textAllDay}, {"soft", "paper", textAllDay}, {"soft", "ground", textAllDay},
		{"link", "paper", textAllDay}, {"link", "ground", textAllDay}, {"late", "paper", textAllDay}, {"late", "ground", textAllDay},
		{"on-brand", "brand", textAllDay}, {"on-brand", "brand-deep", textAllDay}, {"on-brand-soft", "brand-deep", textAllDay},
		{"focus-ink", "focus", textAllDay}, {"ink", "track", text}, {"link", "amber-ground", text},
		{"grey-ink", "grey-ground", textAllDay}, {"red-ink", "red-ground", textAllDay}, {"amber-ink", "amber-ground", textAllDay},
		{"green-ink", "green-ground", textAllDay}, {"blue-ink", "blue-ground", textAllDay},
		{"edge", "paper", shapeOrLine}, {"edge", "ground", shapeOrLine}, {"brand", "paper", shapeOrLine},
		{"amber", "brand-deep", shapeOrLine}, {"amber-edge", "paper", shapeOrLine},
		{"brand", "track", shapeOrLine}, {"late", "track", shapeOrLine}, {"amber-bar", "track", shapeOrLine}, {"on-brand", "late", textAllDay},
	} {
		front, there := all[pair.front]
		back, thereToo := all[pair.back]
		if !there || !thereToo {
			t.Errorf("no colour %s or %s", pair.front, pair.back)
			continue
		}
		if got := contrast(front, back); got < pair.least {
			t.Errorf("%s on %s has a contrast of %.2f, not %.1f", pair.front, pair.back, got, pair.least)
		}
	}
}

package provision_test

import (
	"testing"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

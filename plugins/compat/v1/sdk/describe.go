package sdk

import (
	"slices"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/levels"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/registry"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/compat/v1/sdk/stafettlogg"
)

// Features that follow from what a plugin implements.
const (
	FeatureRegistry        = "registry"         // registry.Source
	FeatureRegistryFile    = "registry.file"    // registry.Inspector
	FeatureRegistryPublish = "registry.publish" // registry.Publisher
	FeatureStafettlogg     = "stafettlogg"      // stafettlogg.System
	FeatureLevels          = "levels"           // levels.Model
)

// Described is what p says of itself, with the features that follow from what
// it implements, sorted.
func Described(p Plugin) Description {
	said := p.Describe()
	features := slices.Clone(said.Features)
	if _, does := p.(registry.Source); does {
		features = append(features, FeatureRegistry)
	}
	if _, does := p.(registry.Inspector); does {
		features = append(features, FeatureRegistryFile)
	}
	if _, does := p.(registry.Publisher); does {
		features = append(features, FeatureRegistryPublish)
	}
	if _, does := p.(stafettlogg.System); does {
		features = append(features, FeatureStafettlogg)
	}
	if _, does := p.(levels.Model); does {
		features = append(features, FeatureLevels)
	}
	slices.Sort(features)
	said.Features = slices.Compact(features)
	return said
}
